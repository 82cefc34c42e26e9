package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.WORD;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/**
 * What stands before the source in the keys of maps by port: the destination port, and the protocol
 * where ports of two protocols have sources of their own. Where but one has, all packets that are
 * looked up are of that one.
 *
 * @param protocol of all packets, if they have one in common
 */
record PortKeys(OptionalInt protocol) {

  /** For services, each a protocol and a port. */
  static PortKeys of(Collection<int[]> services) {
    int[] protocols = services.stream().mapToInt(service -> service[0]).distinct().toArray();
    return new PortKeys(protocols.length == 1 ? OptionalInt.of(protocols[0]) : OptionalInt.empty());
  }

  /** Bytes before the source. */
  int length() {
    return protocol.isPresent() ? WORD : 2 * WORD;
  }

  /** What stands before the source, for a service. */
  Bytes of(int[] service) {
    byte[] both = Loads.serviceKey(service[0], service[1], 2 * WORD);
    return Bytes.of(protocol.isPresent() ? Arrays.copyOfRange(both, WORD, 2 * WORD) : both);
  }

  /** Appends what loads it. */
  void load(Register to, List<Expression> out) {
    if (protocol.isEmpty()) {
      out.add(Loads.protocol(to));
    }
    out.add(Loads.destinationPort(protocol.isEmpty() ? to.plus(WORD) : to));
  }

  /** The type of keys, for people. */
  int type(int addressType) {
    return protocol.isPresent()
        ? NftDataType.concat(NftDataType.INET_SERVICE, addressType)
        : NftDataType.concat(NftDataType.INET_PROTO, NftDataType.INET_SERVICE, addressType);
  }
}
