package io.portcullis.netlink.route;

import static io.portcullis.netlink.route.RouteNumbers.*;

import io.portcullis.netlink.MessageWriter;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What is added and deleted as a whole: the messages are alike but for their types.
 *
 * @param added {@code RTM_NEW*}
 * @param deleted {@code RTM_DEL*}
 * @param name what it is called in errors
 */
record Kind<T>(
    int added, int deleted, BiConsumer<MessageWriter, T> encoder, Function<T, String> name) {

  static final Kind<LinkAddress> ADDRESS =
      new Kind<>(
          RTM_NEWADDR,
          RTM_DELADDR,
          AddressCodec::encode,
          address -> "address " + address.local() + " of link " + address.link());

  static final Kind<Route> ROUTE =
      new Kind<>(
          RTM_NEWROUTE,
          RTM_DELROUTE,
          RouteCodec::encode,
          route -> "a route to " + route.destination());

  static final Kind<RoutingRule> RULE =
      new Kind<>(
          RTM_NEWRULE,
          RTM_DELRULE,
          RuleCodec::encode,
          rule -> "a routing rule from " + rule.source() + " to " + rule.destination());
}
