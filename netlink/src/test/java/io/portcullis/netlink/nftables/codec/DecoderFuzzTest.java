package io.portcullis.netlink.nftables.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.Examples;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftFlowtable;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.ObjectDataExamples;
import io.portcullis.netlink.nftables.expr.Expression;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@link DecoderFuzz} under Jazzer, guided by coverage, on a corpus of what our own encoder
 * makes. A few seconds here; by hand for as long as one likes:
 *
 * <pre>mvn -pl netlink -am -Dtest=DecoderFuzzTest -Dfuzz.runs=5000000 test</pre>
 */
final class DecoderFuzzTest {

  private static final String RUNS = System.getProperty("fuzz.runs", "20000");
  private static final String SEED = System.getProperty("fuzz.seed", "20261124");

  @Test
  void decodingKeepsItsPromises(@TempDir Path directory) throws Exception {
    Path corpus = Files.createDirectory(directory.resolve("corpus"));
    seeds(corpus);
    Path log = directory.resolve("log");

    Process fuzzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + DecoderFuzz.class.getName(),
                "--instrumentation_includes=io.portcullis.netlink.**",
                "--custom_hook_includes=io.portcullis.netlink.**",
                "--reproducer_path=" + directory,
                "-artifact_prefix=" + directory + File.separator,
                "-seed=" + SEED,
                "-runs=" + RUNS,
                "-max_len=4096",
                "-rss_limit_mb=3072",
                corpus.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = fuzzer.waitFor(6, TimeUnit.HOURS);

    String said = Files.readString(log, StandardCharsets.ISO_8859_1);
    assertThat(ended && fuzzer.exitValue() == 0).as(said).isTrue();
    assertThat(said).contains("Done " + RUNS + " runs");
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

  private static void seeds(Path directory) throws Exception {
    for (Map.Entry<String, byte[]> seed : corpus().entrySet()) {
      Files.write(directory.resolve(seed.getKey()), seed.getValue());
    }
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
