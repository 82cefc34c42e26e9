package io.portcullis.integration.foreign;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Fib;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.nftables.expr.Range;
import io.portcullis.policy.effective.LinkName;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Loads of every kind, into any register, and comparisons with what was loaded. */
final class ForeignTests {

  private static final Cmp.Op[] OPS = Cmp.Op.values();
  private static final int[] STATES = {
    Ct.STATE_INVALID, Ct.STATE_ESTABLISHED, Ct.STATE_RELATED, Ct.STATE_NEW, Ct.STATE_UNTRACKED
  };

  /** What packets a ruleset is for, and so what it may ask. */
  enum Kind {
    /** Of no connection: what a packet of policy says. */
    UNTRACKED,
    /** Of connections in every state, the same. */
    TRACKED,
    /** Of no connection, with anything that is in their bytes. */
    BYTES
  }

  private final Random random;
  private final Optional<ForeignLoads> loads;
  private final boolean tracked;

  /**
   * Of packets of some kind.
   *
   * @param kind whether more may be asked than a packet of policy says
   */
  ForeignTests(Random random, Kind kind) {
    this.random = random;
    this.loads = kind == Kind.BYTES ? Optional.of(new ForeignLoads(random)) : Optional.empty();
    this.tracked = kind != Kind.BYTES;
  }

  /** Loads a set's key, every field into words of its own. */
  void load(List<Expression> out, ForeignSets.Key key, Register to) {
    switch (key) {
      case PORT -> out.add(transport(to, 2, 2));
      case PROTOCOL -> out.add(new Meta(to, Meta.L4PROTO));
      case SOURCE -> source(out, to);
      case SERVICE -> {
        out.add(new Meta(to, Meta.L4PROTO));
        out.add(transport(to.plus(4), 2, 2));
      }
      case SOURCE_AND_PORT -> {
        source(out, to);
        out.add(transport(to.plus(4), 2, 2));
      }
      case SOURCE6 -> {
        out.add(new Meta(to, Meta.NFPROTO));
        out.add(new Cmp(to, Cmp.Op.EQ, Bytes.ofU8(10)));
        out.add(new Payload(to, Payload.Base.NETWORK, 8, 16));
      }
      case DESTINATION -> out.add(new Payload(to, Payload.Base.NETWORK, 16, 4));
      case SOURCE_PORT -> out.add(transport(to, 0, 2));
      case ALL -> {
        out.add(new Meta(to, Meta.L4PROTO));
        out.add(transport(to.plus(4), 2, 2));
        source(out, to.plus(8));
      }
    }
  }

  /** Adds a load and what is asked of it. */
  void add(List<Expression> out, String link) {
    Register any = new Register(random.nextInt(12));
    if (loads.isPresent() && random.nextInt(2) == 0) {
      loads.get().add(out, any);
      return;
    }
    switch (random.nextInt(9)) {
      case 0 -> {
        out.add(new Meta(any, Meta.NFPROTO));
        out.add(compare(any, Bytes.ofU8(random.nextBoolean() ? 2 : 10)));
      }
      case 1 -> {
        out.add(new Meta(any, Meta.IIFNAME));
        byte[] name = LinkName.key(random.nextBoolean() ? link : "other0");
        out.add(new Cmp(any, random.nextBoolean() ? Cmp.Op.EQ : Cmp.Op.NEQ, Bytes.of(name)));
      }
      case 2 -> connection(out, any);
      case 3 -> {
        out.add(Fib.destinationType(any));
        Bytes local = Bytes.ofHostU32(Fib.RTN_LOCAL);
        out.add(new Cmp(any, random.nextBoolean() ? Cmp.Op.EQ : Cmp.Op.NEQ, local));
      }
      case 4 -> {
        out.add(new Meta(any, Meta.L4PROTO));
        out.add(compare(any, Bytes.ofU8(ForeignPackets.protocol(random))));
      }
      case 5 -> {
        Bytes value = Bytes.ofU32(random.nextInt(3));
        out.add(new Immediate.Value(any, value));
        out.add(compare(any, Bytes.ofU32(random.nextInt(3))));
      }
      case 6 -> address(out, any);
      default -> ports(out, any);
    }
  }

  /** The connection's state, direction or status; without conntrack, the packet's mark. */
  private void connection(List<Expression> out, Register to) {
    Cmp.Op op = random.nextBoolean() ? Cmp.Op.EQ : Cmp.Op.NEQ;
    if (!tracked) {
      out.add(new Meta(to, Meta.MARK));
      out.add(new Cmp(to, op, Bytes.zero(4)));
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> {
        out.add(Ct.direction(to));
        out.add(new Cmp(to, op, Bytes.ofU8(random.nextInt(2))));
      }
      case 1 -> {
        out.add(Ct.status(to));
        out.add(Bitwise.and(to, Bytes.ofHostU32(Ct.STATUS_EXPECTED)));
        out.add(new Cmp(to, op, Bytes.zero(4)));
      }
      default -> {
        out.add(Ct.state(to));
        int states = random.nextInt(Ct.STATE_NEW << 1);
        out.add(Bitwise.and(to, Bytes.ofHostU32(states | STATES[random.nextInt(STATES.length)])));
        out.add(new Cmp(to, op, Bytes.zero(4)));
      }
    }
  }

  /** Any comparison. */
  Cmp compare(Register with, Bytes value) {
    return new Cmp(with, OPS[random.nextInt(OPS.length)], value);
  }

  /** Some or all of the four bytes of the two ports, perhaps masked. */
  private void ports(List<Expression> out, Register to) {
    int offset = random.nextInt(4);
    int length = 1 + random.nextInt(4 - offset);
    out.add(transport(to, offset, length));
    Register from = to;
    if (random.nextInt(3) == 0) {
      byte[] mask = new byte[length];
      byte[] flip = new byte[length];
      random.nextBytes(mask);
      if (random.nextBoolean()) {
        random.nextBytes(flip);
      }
      from = random.nextBoolean() ? to : new Register(12 + random.nextInt(4));
      out.add(new Bitwise(to, from, Bytes.of(mask), Bytes.of(flip)));
    }
    Bytes first = bytes(offset, length);
    Bytes second = bytes(offset, length);
    if (random.nextInt(3) > 0) {
      out.add(compare(from, first));
    } else {
      boolean ordered = first.compareTo(second) <= 0;
      out.add(
          new Range(
              from, random.nextBoolean(), ordered ? first : second, ordered ? second : first));
    }
  }

  private Bytes bytes(int offset, int length) {
    byte[] all = new byte[4];
    Bytes.ofU16(1000 + random.nextInt(3)).copyTo(all, 0);
    Bytes.ofU16(ForeignPackets.port(random)).copyTo(all, 2);
    return Bytes.of(all, offset, length);
  }

  private void address(List<Expression> out, Register to) {
    boolean v4 = random.nextBoolean();
    if (!v4 || random.nextBoolean()) {
      // Addresses of IPv6 lie where IPv4 has none; the other way round they are read as they are.
      out.add(new Meta(to, Meta.NFPROTO));
      out.add(new Cmp(to, Cmp.Op.EQ, Bytes.ofU8(v4 ? 2 : 10)));
    }
    int length = v4 ? 4 : 16;
    out.add(new Payload(to, Payload.Base.NETWORK, v4 ? 12 : 8, length));
    byte[] value = (v4 ? ForeignPackets.source4(random) : ForeignPackets.source6(random)).toBytes();
    if (random.nextBoolean()) {
      byte[] mask = new byte[length];
      int bits = 8 * length - random.nextInt(10);
      for (int i = 0; i < length; i++) {
        int kept = Math.max(0, Math.min(8, bits - 8 * i));
        mask[i] = (byte) (0xff00 >>> kept);
        value[i] &= mask[i];
      }
      out.add(Bitwise.and(to, Bytes.of(mask)));
    }
    out.add(compare(to, Bytes.of(value)));
  }

  private static Payload transport(Register to, int offset, int length) {
    return new Payload(to, Payload.Base.TRANSPORT, offset, length);
  }

  private void source(List<Expression> out, Register to) {
    out.add(new Payload(to, Payload.Base.NETWORK, 12, 4));
  }
}
