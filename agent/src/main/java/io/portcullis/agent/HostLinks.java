package io.portcullis.agent;

import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.NetlinkException;
import io.portcullis.netlink.route.Link;
import io.portcullis.netlink.route.LinkAddress;
import io.portcullis.netlink.route.Rtnetlink;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.LinkName;
import io.portcullis.policy.resolve.HostLink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The links of the calling thread's network namespace, with their addresses. */
public final class HostLinks {

  private HostLinks() {}

  /**
   * All links, by name. A link counts from the moment it exists, also while it is down or has no
   * address, so that it is guarded before it comes up. Names are the kernel's bytes, of any
   * encoding or none; see {@link LinkName}.
   *
   * @throws AgentException if the kernel does not tell
   */
  public static List<HostLink> read() {
    Map<String, List<Address>> links = new TreeMap<>();
    try (Rtnetlink route = Rtnetlink.open()) {
      Map<Integer, List<Address>> byIndex = new HashMap<>();
      for (Link link : route.links()) {
        List<Address> addresses = new ArrayList<>();
        byIndex.put(link.index(), addresses);
        links.put(LinkName.of(link.name().bytes().toArray()), addresses);
      }
      for (LinkAddress address : route.addresses()) {
        // A link that came after the others were listed is for the next reading.
        List<Address> addresses = byIndex.get(address.link());
        if (addresses != null) {
          addresses.add(Address.of(address.local().address().toArray()));
        }
      }
    } catch (NetlinkException | MalformedMessageException e) {
      throw new AgentException(
              ExitCode.USAGE,
              "the host's links cannot be listed: " + e.getMessage(),
              "try again; if it stays, this kernel speaks no NETLINK_ROUTE")
          .causedBy(e);
    }
    return links.entrySet().stream()
        .map(entry -> new HostLink(entry.getKey(), List.copyOf(entry.getValue())))
        .toList();
  }
}
