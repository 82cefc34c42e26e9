package io.portcullis.agent;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.LinkName;
import io.portcullis.policy.resolve.HostLink;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The links of the calling thread's network namespace, with their addresses. */
public final class HostLinks {

  // Of the thread's namespace, unlike /sys/class/net, which shows that of whoever mounted it, and
  // unlike /proc/net, which shows that of the process's first thread.
  private static final Path DEV = Path.of("/proc/thread-self/net/dev");
  private static final Path IF_INET6 = Path.of("/proc/thread-self/net/if_inet6");

  private HostLinks() {}

  /**
   * All links, by name. A link counts from the moment it exists, also while it is down or has no
   * address, so that it is guarded before it comes up.
   *
   * @throws AgentException if the kernel does not tell
   */
  public static List<HostLink> read() {
    Map<String, List<Address>> links = new TreeMap<>();
    try {
      for (String line : lines(DEV)) {
        if (line.indexOf(':') > 0) {
          links.put(
              name(line.substring(0, line.indexOf(':')).replaceFirst("^ +", "")),
              new ArrayList<>());
        }
      }
      for (Map.Entry<String, List<Address>> entry : links.entrySet()) {
        addIpv4(entry.getKey(), entry.getValue());
      }
      addIpv6(links);
    } catch (IOException e) {
      throw new AgentException(
              ExitCode.USAGE,
              "the host's links cannot be listed: " + e.getMessage(),
              "check that /proc is mounted")
          .causedBy(e);
    }
    return links.entrySet().stream()
        .map(entry -> new HostLink(entry.getKey(), List.copyOf(entry.getValue())))
        .toList();
  }

  private static void addIpv4(String name, List<Address> addresses) throws IOException {
    // Asked one by one: a list of all fails as a whole when one link goes away meanwhile. A name
    // that is not UTF-8 cannot be asked for, so that such a link has no IPv4 addresses here.
    NetworkInterface link = NetworkInterface.getByName(name);
    if (link != null) {
      link.inetAddresses()
          .filter(Inet4Address.class::isInstance)
          .map(InetAddress::getAddress)
          .map(Address::of)
          .forEach(addresses::add);
    }
  }

  /** One address a line: 32 hexadecimal digits, index, prefix length, scope, flags, link. */
  private static void addIpv6(Map<String, List<Address>> links) throws IOException {
    for (String line : ipv6Lines()) {
      String[] fields = line.strip().split("\\s+", -1);
      List<Address> addresses = links.get(name(fields[fields.length - 1]));
      if (addresses != null) {
        addresses.add(Address.of(HexFormat.of().parseHex(fields[0])));
      }
    }
  }

  private static List<String> ipv6Lines() throws IOException {
    try {
      return lines(IF_INET6);
    } catch (NoSuchFileException e) {
      return List.of(); // a kernel without IPv6
    }
  }

  // Names are bytes, of any encoding or none.
  private static String name(String latin1) {
    return LinkName.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
  }
}
