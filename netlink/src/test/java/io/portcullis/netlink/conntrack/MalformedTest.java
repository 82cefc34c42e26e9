package io.portcullis.netlink.conntrack;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.Mutations;
import io.portcullis.netlink.conntrack.ConntrackTuple.Layer4;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that are no connections. */
final class MalformedTest {

  @Test
  void connections() {
    for (Bytes address : List.of(Bytes.zero(4), Bytes.zero(16))) {
      for (Layer4 layer4 :
          List.of(new Layer4.Ports(1, 2), new Layer4.Icmp(8, 0, 7), new Layer4.None())) {
        ConntrackTuple tuple = new ConntrackTuple(address, address, 17, layer4, 3);
        Mutations.onlyRefusals(
            out -> {
              ConntrackCodec.encodeKey(out, tuple, 3);
              TupleCodec.encode(out, ConntrackNumbers.CTA_TUPLE_REPLY, tuple);
              out.putU32be(ConntrackNumbers.CTA_TIMEOUT, 30);
              int info = out.startNested(ConntrackNumbers.CTA_PROTOINFO);
              int tcp = out.startNested(ConntrackNumbers.CTA_PROTOINFO_TCP);
              out.putU8(ConntrackNumbers.CTA_PROTOINFO_TCP_STATE, 3);
              out.endNested(tcp);
              out.endNested(info);
            },
            ConntrackCodec::decode);
      }
    }
  }
}
