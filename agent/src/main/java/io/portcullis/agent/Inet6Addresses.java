package io.portcullis.agent;

import io.portcullis.policy.address.Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The IPv6 addresses of the calling thread's network namespace.
 *
 * <p>{@link java.net.NetworkInterface} takes them from {@code /proc/net}, which is that of the
 * process's first thread, whatever namespace the calling one is in.
 */
final class Inet6Addresses {

  private static final Path PROC_NET_IF_INET6 = Path.of("/proc/thread-self/net/if_inet6");

  /** Address in 32 hexadecimal digits, index, prefix length, scope, flags, name. */
  private static final int FIELDS = 6;

  private Inet6Addresses() {}

  /**
   * By link; none without IPv6 in the kernel.
   *
   * @throws IOException if the kernel does not tell
   */
  static Map<String, List<Address>> read() throws IOException {
    Map<String, List<Address>> out = new HashMap<>();
    if (!Files.exists(PROC_NET_IF_INET6)) {
      return out;
    }
    // Lines as net/ipv6/addrconf.c, if6_seq_show, prints them.
    try (Stream<String> lines = Files.lines(PROC_NET_IF_INET6, StandardCharsets.ISO_8859_1)) {
      lines
          .map(line -> line.split(" +", FIELDS))
          .filter(fields -> fields.length == FIELDS)
          .forEach(
              fields ->
                  out.computeIfAbsent(fields[FIELDS - 1], name -> new ArrayList<>())
                      .add(Address.of(HexFormat.of().parseHex(fields[0]))));
    }
    return out;
  }
}
