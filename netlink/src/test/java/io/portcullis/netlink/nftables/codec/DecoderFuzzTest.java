package io.portcullis.netlink.nftables.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSet;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    NftnlVectors.all()
        .forEach(
            (name, operation) ->
                DecoderFuzz.fuzzerTestOneInput(NftnlVectors.message(operation).toArray()));
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

  private static void seeds(Path corpus) throws Exception {
    for (Map.Entry<String, NftOperation> vector : NftnlVectors.all().entrySet()) {
      Files.write(
          corpus.resolve(vector.getKey()), NftnlVectors.message(vector.getValue()).toArray());
    }
  }
}
