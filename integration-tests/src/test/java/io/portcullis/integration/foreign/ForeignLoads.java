package io.portcullis.integration.foreign;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.BitwiseShift;
import io.portcullis.netlink.nftables.expr.Byteorder;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Exthdr;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.nftables.expr.Range;
import java.util.List;
import java.util.Random;

/** Loads of anything that may be in a packet, or not, moved about and compared. */
final class ForeignLoads {

  private static final Cmp.Op[] OPS = Cmp.Op.values();
  private static final int[] IPV6_HEADERS = {0, 6, 17, 43, 44, 51, 58, 59, 60};
  private static final int[] TCP_OPTIONS = {1, 2, 3, 4, 8, 30};

  private final Random random;

  ForeignLoads(Random random) {
    this.random = random;
  }

  /** Adds a load and a comparison. */
  void add(List<Expression> out, Register to) {
    int length = load(out, to);
    Register at = work(out, to, length);
    Bytes value = value(length);
    if (random.nextInt(4) > 0) {
      out.add(new Cmp(at, OPS[random.nextInt(OPS.length)], value));
      return;
    }
    Bytes other = value(length);
    boolean ordered = value.compareTo(other) <= 0;
    out.add(new Range(at, random.nextBoolean(), ordered ? value : other, ordered ? other : value));
  }

  private int load(List<Expression> out, Register to) {
    int length = 1 + random.nextInt(8);
    switch (random.nextInt(6)) {
      case 0 -> out.add(new Payload(to, Payload.Base.NETWORK, random.nextInt(70), length));
      case 1, 2 -> out.add(new Payload(to, Payload.Base.TRANSPORT, random.nextInt(44), length));
      case 3 -> length = header(out, to);
      case 4 -> length = option(out, to);
      default -> length = meta(out, to);
    }
    return length;
  }

  private int header(List<Expression> out, Register to) {
    boolean present = random.nextBoolean();
    int length = present ? 1 : 1 + random.nextInt(4);
    int type = IPV6_HEADERS[random.nextInt(IPV6_HEADERS.length)];
    out.add(
        new Exthdr.Load(
            to, Exthdr.Op.IPV6, type, present ? 0 : random.nextInt(20), length, present));
    return length;
  }

  private int option(List<Expression> out, Register to) {
    boolean present = random.nextBoolean();
    int length = present ? 1 : 1 + random.nextInt(4);
    int type = TCP_OPTIONS[random.nextInt(TCP_OPTIONS.length)];
    out.add(
        new Exthdr.Load(
            to, Exthdr.Op.TCPOPT, type, present ? 0 : random.nextInt(6), length, present));
    return length;
  }

  private int meta(List<Expression> out, Register to) {
    int[] keys = {
      Meta.LEN, Meta.PROTOCOL, Meta.MARK, Meta.PRIORITY, Meta.PKTTYPE, Meta.IFTYPE, Meta.L4PROTO
    };
    int[] lengths = {4, 2, 4, 4, 1, 2, 1};
    int which = random.nextInt(keys.length);
    out.add(new Meta(to, keys[which]));
    return lengths[which];
  }

  /** Perhaps something between load and comparison; where what is compared then is. */
  private Register work(List<Expression> out, Register from, int length) {
    Register to = random.nextBoolean() ? from : new Register(14);
    switch (random.nextInt(6)) {
      case 0 -> {
        if (length != 2 && length != 4 && length != 8) {
          return from;
        }
        out.add(new Byteorder(from, to, random.nextInt(2), length, length));
      }
      case 1 ->
          out.add(new BitwiseShift(from, to, length, random.nextBoolean(), 1 + random.nextInt(31)));
      case 2 -> {
        byte[] mask = new byte[length];
        byte[] xor = new byte[length];
        random.nextBytes(mask);
        random.nextBytes(xor);
        out.add(new Bitwise(from, to, Bytes.of(mask), Bytes.of(xor)));
      }
      default -> {
        return from;
      }
    }
    return to;
  }

  /** Small, large, or anything. */
  private Bytes value(int length) {
    byte[] out = new byte[length];
    if (random.nextBoolean()) {
      random.nextBytes(out);
    } else {
      out[random.nextBoolean() ? 0 : length - 1] = (byte) random.nextInt(100);
    }
    return Bytes.of(out);
  }
}
