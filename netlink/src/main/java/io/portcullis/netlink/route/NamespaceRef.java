package io.portcullis.netlink.route;

/** How a request names another network namespace. */
public sealed interface NamespaceRef {

  /**
   * That of a process or thread.
   *
   * @param id as this process sees it; see {@code NetworkNamespace.threadId()}
   */
  record OfThread(int id) implements NamespaceRef {}

  /**
   * The one behind an open file, such as {@code /run/netns/NAME}.
   *
   * @param descriptor of this process
   */
  record OfFile(int descriptor) implements NamespaceRef {}
}
