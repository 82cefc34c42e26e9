package io.portcullis.agent.control;

import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.NetlinkException;
import io.portcullis.netlink.route.Rtnetlink;
import io.portcullis.policy.effective.LinkName;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Names of links by index, read anew for one that is not known. For one thread. */
final class LinkNames {

  /** So seldom, however many unknown ones there are. */
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Map<Integer, String> names = new HashMap<>();
  private long read = System.nanoTime() - PAUSE;

  /** Empty if it is not known. */
  String of(OptionalInt index) {
    if (index.isEmpty()) {
      return "";
    }
    if (!names.containsKey(index.getAsInt()) && System.nanoTime() - read >= PAUSE) {
      read();
    }
    return names.getOrDefault(index.getAsInt(), "");
  }

  private void read() {
    read = System.nanoTime();
    names.clear();
    try (Rtnetlink route = Rtnetlink.open()) {
      route
          .links()
          .forEach(link -> names.put(link.index(), LinkName.of(link.name().bytes().toArray())));
    } catch (NetlinkException | MalformedMessageException e) {
      // A packet is told of without the name, then.
    }
  }
}
