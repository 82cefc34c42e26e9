/**
 * rtnetlink: links, their addresses, routes and routing rules, as immutable values.
 *
 * <p>A link to another namespace, an address, a route:
 *
 * <pre>{@code
 * try (Rtnetlink route = Rtnetlink.open();
 *     NetworkNamespace namespace = NetworkNamespace.create("pod")) {
 *   NamespaceRef pod = new NamespaceRef.OfThread(namespace.threadId());
 *   route.addVeth(VethEnd.of("pod0"), VethEnd.of("eth0").in(pod));
 *   int link = route.link(LinkName.of("pod0")).orElseThrow().index();
 *   route.change(link, new LinkChange.Up());
 *   InetPrefix gateway = InetPrefix.of(Bytes.of((byte) 10, (byte) 244, (byte) 1, (byte) 1));
 *   route.add(LinkAddress.of(link, gateway, 0));
 *   InetPrefix to = InetPrefix.of(Bytes.of((byte) 10, (byte) 244, (byte) 1, (byte) 2));
 *   route.add(Route.out(to, link));
 * }
 * }</pre>
 *
 * <p>What happens to links, as it happens:
 *
 * <pre>{@code
 * try (Subscription<LinkEvent> events = Rtnetlink.watch()) {
 *   for (Notification<LinkEvent> next : events.poll(Duration.ofSeconds(1))) {
 *     if (next instanceof Notification.Happened<LinkEvent> happened) {
 *       System.out.println(happened.event());
 *     } else {
 *       // Lost: read links() and addresses() again.
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>A namespace is that of the thread which opens. Names are the kernel's bytes; addresses are
 * {@link io.portcullis.netlink.Bytes} in network order. Attributes that the values have no place
 * for are passed over: rtnetlink objects are not read in order to be written again.
 *
 * <p>What may enter: what {@code NETLINK_ROUTE} carries.
 */
@NullMarked
package io.portcullis.netlink.route;

import org.jspecify.annotations.NullMarked;
