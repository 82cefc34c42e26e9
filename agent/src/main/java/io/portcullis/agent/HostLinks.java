package io.portcullis.agent;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.resolve.HostLink;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The links of the calling thread's network namespace, with their addresses. */
public final class HostLinks {

  // Of the thread's namespace, unlike /sys/class/net, which shows that of whoever mounted it.
  private static final Path PROC_NET_DEV = Path.of("/proc/thread-self/net/dev");

  private HostLinks() {}

  /**
   * All links, by name. A link counts from the moment it exists, also while it is down or has no
   * address, so that it is guarded before it comes up.
   *
   * @throws AgentException if the kernel does not tell
   */
  public static List<HostLink> read() {
    TreeMap<String, List<Address>> links = new TreeMap<>();
    try (Stream<String> lines = Files.lines(PROC_NET_DEV)) {
      lines
          .filter(line -> line.indexOf(':') > 0)
          .map(line -> line.substring(0, line.indexOf(':')).strip())
          .forEach(name -> links.put(name, new ArrayList<>()));
      for (var entry : links.entrySet()) {
        // Asked one by one: a list of all fails as a whole when one link goes away meanwhile.
        NetworkInterface link = NetworkInterface.getByName(entry.getKey());
        if (link != null) {
          link.inetAddresses()
              .filter(Inet4Address.class::isInstance)
              .map(HostLinks::address)
              .forEach(entry.getValue()::add);
        }
      }
      Inet6Addresses.read()
          .forEach((name, more) -> links.getOrDefault(name, new ArrayList<>()).addAll(more));
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

  private static Address address(InetAddress address) {
    return Address.of(address.getAddress());
  }
}
