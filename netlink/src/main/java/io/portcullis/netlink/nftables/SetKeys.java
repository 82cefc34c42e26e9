package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.expr.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What keys of a set are, in its user data, where no type of nft's says it: {@code typeof} with
 * bytes of a header, after the packet's mark or without. {@code nft list} reads it.
 *
 * <p>Numbers are those of {@code libnftnl/udata.h} and of nftables' {@code expression.h} and {@code
 * payload.c}. Values are 32 bits in the order of this machine's bytes.
 */
public final class SetKeys {

  /** {@code NFTNL_UDATA_SET_KEY_TYPEOF}. */
  private static final int KEY_TYPEOF = 3;

  /** {@code NFTNL_UDATA_SET_TYPEOF_EXPR}, and {@code NFTNL_UDATA_SET_TYPEOF_DATA}. */
  private static final int EXPR = 0;

  private static final int DATA = 1;

  /** {@code EXPR_PAYLOAD}, {@code EXPR_META} and {@code EXPR_CONCAT}. */
  private static final int PAYLOAD = 7;

  private static final int META = 9;
  private static final int CONCAT = 13;

  /** {@code NFT_META_MARK}. */
  private static final int MARK = 3;

  private static final int BITS = Byte.SIZE;

  private SetKeys() {}

  /** User data of a set of some bytes of a header. */
  public static UserData of(Payload field, String comment) {
    return of(SetUserData.ByteOrdering.NETWORK, payload(field), comment);
  }

  /** User data of a set of marks, each with some bytes of a header. */
  public static UserData afterMark(Payload field, String comment) {
    UserDataEntries mark =
        new UserDataEntries()
            .then(EXPR, META)
            .then(DATA, new UserDataEntries().then(0, MARK).toBytes());
    Bytes fields = new UserDataEntries().then(0, mark.toBytes()).then(1, payload(field)).toBytes();
    Bytes both = new UserDataEntries().then(EXPR, CONCAT).then(DATA, fields).toBytes();
    return of(SetUserData.ByteOrdering.INVALID, both, comment);
  }

  /** What follows {@code typeof} in nft's syntax, if user data says it as this class does. */
  public static Optional<String> read(UserData data) {
    return data.find(KEY_TYPEOF).flatMap(SetKeys::expression);
  }

  private static Optional<String> expression(Bytes of) {
    UserData entries = new UserData(of);
    Optional<Integer> kind = entries.find(EXPR).map(SetKeys::number);
    Optional<UserData> inner = entries.find(DATA).map(UserData::new);
    if (kind.isEmpty() || inner.isEmpty()) {
      return Optional.empty();
    }
    return switch (kind.get()) {
      case PAYLOAD -> payload(inner.get());
      case META -> inner.get().find(0).filter(key -> number(key) == MARK).map(key -> "meta mark");
      case CONCAT -> concatenation(inner.get());
      default -> Optional.empty();
    };
  }

  private static Optional<String> concatenation(UserData fields) {
    List<String> out = new ArrayList<>();
    for (int i = 0; fields.find(i).isPresent(); i++) {
      fields.find(i).flatMap(SetKeys::expression).ifPresent(out::add);
    }
    return out.size() == 2 ? Optional.of(String.join(" . ", out)) : Optional.empty();
  }

  private static Optional<String> payload(UserData field) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      field.find(i).map(SetKeys::number).ifPresent(numbers::add);
    }
    return numbers.size() == 5 && numbers.get(2) == base(Payload.Base.NETWORK)
        ? Optional.of("@nh," + numbers.get(3) + "," + numbers.get(4))
        : Optional.empty();
  }

  /** {@code NFTNL_UDATA_SET_KEY_PAYLOAD_DESC}, {@code _TYPE}, {@code _BASE}, then bits. */
  private static Bytes payload(Payload field) {
    Bytes place =
        new UserDataEntries()
            .then(0, 0)
            .then(1, 0)
            .then(2, base(field.base()))
            .then(3, BITS * field.offset())
            .then(4, BITS * field.length())
            .toBytes();
    return new UserDataEntries().then(EXPR, PAYLOAD).then(DATA, place).toBytes();
  }

  /** {@code enum proto_bases}, which begins with {@code PROTO_BASE_INVALID}. */
  private static int base(Payload.Base base) {
    return base.value() + 1;
  }

  private static UserData of(SetUserData.ByteOrdering order, Bytes keys, String comment) {
    UserData typeof = new UserData(new UserDataEntries().then(KEY_TYPEOF, keys).toBytes());
    return SetUserData.join(List.of(SetUserData.keyOrder(order), typeof, Comments.ofSet(comment)));
  }

  private static int number(Bytes value) {
    return value.hostU32().orElse(-1);
  }
}
