package io.portcullis.agent.daemon;

import io.portcullis.netlink.route.LinkEvent;
import io.portcullis.netlink.route.Rtnetlink;

/**
 * Rings when links or addresses come, go or change, by rtnetlink's own notifications. Which they
 * are now is for the reconciler to read: an event too many costs that reading and a comparison.
 */
final class LinkWatch implements AutoCloseable {

  private final Watching<LinkEvent> watching;

  private LinkWatch(Watching<LinkEvent> watching) {
    this.watching = watching;
  }

  /**
   * Starts to watch the calling thread's network namespace.
   *
   * @throws io.portcullis.netlink.NetlinkException if the kernel does not let it subscribe
   */
  static LinkWatch start(Bell bell) {
    return new LinkWatch(
        Watching.start(
            "link-watch",
            Rtnetlink::watch,
            event -> bell.ring(Bell.Reason.LINKS),
            () -> bell.ring(Bell.Reason.LINKS)));
  }

  @Override
  public void close() {
    watching.close();
  }
}
