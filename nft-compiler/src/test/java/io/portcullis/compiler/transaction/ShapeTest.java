package io.portcullis.compiler.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Payload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the key of a lookup comes about, and which keys it can find. */
final class ShapeTest {

  /** Two words wide: a constant, and an IPv4 source address. */
  private static final int KEY = 8;

  private static final Register FIRST = Register.of(8);
  private static final Register SECOND = Register.of(9);
  private static final Expression SOURCE = new Payload(SECOND, Payload.Base.NETWORK, 12, 4);
  private static final Expression LOOKUP = Lookup.verdict("m", FIRST);

  private static NftRule rule(Expression... before) {
    List<Expression> expressions = new ArrayList<>(List.of(before));
    expressions.add(LOOKUP);
    return NftRule.of("c", expressions.toArray(Expression[]::new));
  }

  private static Shape shape(int constant, String mask) {
    return Shape.of(
            rule(
                new Immediate.Value(FIRST, Bytes.ofHex("0000000" + constant)),
                SOURCE,
                Bitwise.and(FIRST, Bytes.ofHex("ffffffff" + mask))),
            KEY)
        .orElseThrow();
  }

  @Test
  void aKeyWithBitsThatTheMaskTakesAwayIsNeverFound() {
    Shape shape = shape(1, "ffffff00");

    assertThat(shape.canFind(Bytes.ofHex("000000010a010200"))).isTrue();
    assertThat(shape.canFind(Bytes.ofHex("000000010a010203"))).isFalse();
  }

  @Test
  void aKeyWithAnotherConstantIsNeverFound() {
    assertThat(shape(1, "ffffff00").canFind(Bytes.ofHex("000000020a010200"))).isFalse();
  }

  @Test
  void masksMayDifferWhereLoadsAreTheSame() {
    Shape wide = shape(1, "ffff0000");
    Shape narrow = shape(1, "ffffff00");

    assertThat(wide.sameLoads(narrow)).isTrue();
    assertThat(wide.sameLoads(shape(2, "ffff0000"))).isFalse();
    Bytes key = Bytes.ofHex("000000010a010200");
    assertThat(narrow.common(key, wide)).isEqualTo(Bytes.ofHex("000000010a010000"));
    assertThat(wide.common(key, narrow)).isEqualTo(narrow.common(key, wide));
  }

  @Test
  void withoutAMaskEveryBitCounts() {
    Shape shape = Shape.of(rule(SOURCE), KEY).orElseThrow();

    assertThat(shape.canFind(Bytes.ofHex("ffffffff0a010203"))).isTrue();
    assertThat(shape.sameLoads(shape(1, "ffffffff"))).isFalse();
  }

  @Test
  void whatTheCompilerDoesNotMakeHasNoShape() {
    Bytes word = Bytes.ofHex("ffffffff");
    assertThat(Shape.of(NftRule.of("c", SOURCE), KEY)).as("no lookup").isEmpty();
    assertThat(Shape.of(rule(new Counter(0, 0), SOURCE), KEY)).as("a counter").isEmpty();
    assertThat(Shape.of(rule(SOURCE, new Bitwise(SECOND, FIRST, word, Bytes.zero(4))), KEY))
        .as("from one register to another")
        .isEmpty();
    assertThat(Shape.of(rule(SOURCE, new Bitwise(SECOND, SECOND, word, word)), KEY))
        .as("turned over")
        .isEmpty();
    assertThat(Shape.of(rule(SOURCE, Bitwise.and(Register.of(10), word)), KEY))
        .as("beyond the key")
        .isEmpty();
  }
}
