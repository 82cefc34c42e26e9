package io.portcullis.agent.control;

import io.portcullis.api.v1.TraceRequest;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.LinkName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which packets somebody wants traced, as expressions that match them. */
final class TraceFilter {

  private static final Bytes NFPROTO_IPV4 = Bytes.ofU8(2);
  private static final Bytes NFPROTO_IPV6 = Bytes.ofU8(10);

  private final List<Expression> expressions = new ArrayList<>();

  private TraceFilter() {}

  /**
   * Of a request.
   *
   * @throws io.grpc.StatusRuntimeException if it asks for what cannot be, or for nothing at all
   */
  static List<Expression> of(TraceRequest request) {
    TraceFilter filter = new TraceFilter();
    if (!request.getLink().isEmpty()) {
      filter.link(request.getLink());
    }
    Optional<Address> source = address("source", request.getSource());
    Optional<Address> destination = address("destination", request.getDestination());
    if (source.isPresent()
        && destination.isPresent()
        && source.get().family() != destination.get().family()) {
      throw Statuses.invalid("destination", "it is of another family than the source");
    }
    source.or(() -> destination).ifPresent(address -> filter.family(address.family()));
    filter.protocol(request);
    source.ifPresent(address -> filter.address(address, 12, 8));
    destination.ifPresent(address -> filter.address(address, 16, 24));
    filter.port("source_port", request.getSourcePort(), 0);
    filter.port("destination_port", request.getDestinationPort(), 2);
    if (filter.expressions.isEmpty()) {
      throw Statuses.invalid("link", "say at least something of the packets");
    }
    return List.copyOf(filter.expressions);
  }

  private static Optional<Address> address(String field, String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(PacketRequest.address(field, text));
  }

  private void link(String name) {
    try {
      equal(new Meta(Register.R0, Meta.IIFNAME), Bytes.of(LinkName.key(name)));
    } catch (IllegalArgumentException e) {
      throw Statuses.invalid("link", String.valueOf(e.getMessage()));
    }
  }

  private void family(Family family) {
    equal(new Meta(Register.R0, Meta.NFPROTO), family == Family.V4 ? NFPROTO_IPV4 : NFPROTO_IPV6);
  }

  private void protocol(TraceRequest request) {
    if (!request.getProtocol().isEmpty()) {
      equal(
          new Meta(Register.R0, Meta.L4PROTO),
          Bytes.ofU8(PacketRequest.protocol(request.getProtocol())));
    } else if (request.getSourcePort() != 0 || request.getDestinationPort() != 0) {
      throw Statuses.invalid("protocol", "ports are some protocol's: say which");
    }
  }

  /** At an offset in the header of IPv4 or of IPv6. */
  private void address(Address address, int v4, int v6) {
    byte[] bytes = address.toBytes();
    equal(
        new Payload(
            Register.R0,
            Payload.Base.NETWORK,
            address.family() == Family.V4 ? v4 : v6,
            bytes.length),
        Bytes.of(bytes));
  }

  private void port(String field, int port, int offset) {
    if (PacketRequest.within(field, port, 65_535) != 0) {
      equal(new Payload(Register.R0, Payload.Base.TRANSPORT, offset, 2), Bytes.ofU16(port));
    }
  }

  private void equal(Expression load, Bytes value) {
    expressions.add(load);
    expressions.add(new Cmp(Register.R0, Cmp.Op.EQ, value));
  }
}
