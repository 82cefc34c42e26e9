package io.portcullis.netlink.nftables.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.Examples;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftFlowtable;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.ObjectDataExamples;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.testsupport.Fuzzer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@link DecoderFuzz} under Jazzer, guided by coverage, on a corpus of what our own encoder
 * makes. A few seconds here; by hand for as long as one likes:
 *
 * <pre>mvn -pl netlink -am -Dtest=DecoderFuzzTest -Dfuzz.runs=5000000 test</pre>
 */
final class DecoderFuzzTest {

  @Test
  void decodingKeepsItsPromises(@TempDir Path directory) throws Exception {
    Fuzzer.Result result =
        Fuzzer.run(
            DecoderFuzz.class, "io.portcullis.netlink.**", corpus(), 4096, directory, List.of());

    assertThat(result.clean()).as(result.said()).isTrue();
  }

  /** Without Jazzer: the corpus itself keeps the promises. */
  @Test
  void everySeedDecodesAndEncodesAgain() {
    assertThat(corpus()).hasSizeGreaterThan(200);
    corpus().values().forEach(DecoderFuzz::fuzzerTestOneInput);
  }

  /** What the fuzzer found first. */
  @Test
  void aSetThatIsNoMapKeepsItsDataType() {
    NftSet plain = NftSet.set("s", 0, 7, 4);
    MessageWriter out = new MessageWriter(256);
    SetCodec.encode(out, "t", plain, 1);
    out.putU32be(ObjectAttributes.NFTA_SET_DATA_TYPE, 4);
    AttributeReader in = new AttributeReader(out.buffer(), 0, out.position());

    NftSet read = SetCodec.decode(in).set();
    MessageWriter again = new MessageWriter(256);
    SetCodec.encode(again, "t", read, 1);

    assertThat(read.dataType()).isEqualTo(4);
    assertThat(SetCodec.decode(new AttributeReader(again.buffer(), 0, again.position())).set())
        .isEqualTo(read);
  }

  /** What the fuzzer found next: a chain at a device without a name, in NFTA_HOOK_DEV. */
  @Test
  void aDeviceWithoutANameIsMalformed() {
    MessageWriter out = new MessageWriter(256);
    out.putString(ObjectAttributes.NFTA_CHAIN_TABLE, "t");
    out.putString(ObjectAttributes.NFTA_CHAIN_NAME, "c");
    int hook = out.startNested(ObjectAttributes.NFTA_CHAIN_HOOK);
    out.putString(ObjectAttributes.NFTA_HOOK_DEV, "");
    out.endNested(hook);
    AttributeReader in = new AttributeReader(out.buffer(), 0, out.position());

    assertThatThrownBy(() -> ChainCodec.decode(in))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("a hook's device");
  }

  /** A message of every kind, and one with every expression and every kind of object. */
  private static Map<String, byte[]> corpus() {
    Map<String, NftOperation> operations = new LinkedHashMap<>(NftnlVectors.all());
    Examples.all()
        .forEach(
            example ->
                operations.put(
                    "example-" + operations.size(),
                    new NftOperation.AddRule(
                        NfFamily.INET,
                        "t",
                        NftRule.of("c", example.rule().toArray(Expression[]::new)))));
    ObjectDataExamples.all()
        .forEach(
            data ->
                operations.put(
                    "object-" + operations.size(),
                    new NftOperation.AddObject(
                        NfFamily.INET, "t", ObjectDataCodec.write("o", data))));
    operations.put(
        "flowtable",
        new NftOperation.AddFlowtable(
            NfFamily.INET, "t", new NftFlowtable("fast", -5, List.of("eth0", "lo"))));
    Map<String, byte[]> corpus = new LinkedHashMap<>();
    operations.forEach((name, each) -> corpus.put(name, NftnlVectors.message(each).toArray()));
    return corpus;
  }
}
