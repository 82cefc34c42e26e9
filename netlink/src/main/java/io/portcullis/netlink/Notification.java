package io.portcullis.netlink;

/**
 * What a subscription has to tell.
 *
 * @param <E> the events of its family
 */
public sealed interface Notification<E> {

  /** Something happened. */
  record Happened<E>(E event) implements Notification<E> {}

  /**
   * The kernel had to drop events, because they were not received in time (ENOBUFS). How many and
   * which is not known: read the present state again.
   */
  record Lost<E>() implements Notification<E> {}
}
