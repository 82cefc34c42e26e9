package io.portcullis.compiler.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table {@code inet portcullis} in a namespace of its own. */
final class KernelTable implements AutoCloseable {

  static final String NAME = "portcullis";

  private static final Pattern BASE_CHAIN = Pattern.compile("chain prerouting \\{ # handle (\\d+)");

  private final NetworkNamespace namespace = NetworkNamespace.create("transaction-test");
  private final NfTables nft;

  KernelTable() throws Exception {
    nft = namespace.call(NfTables::open);
  }

  Optional<TableDump> held() {
    return nft.dumpWithHandles(NfFamily.INET, NAME);
  }

  Ruleset ruleset() {
    return held().orElseThrow().ruleset();
  }

  /** Commits for the generation of {@code held}. */
  void commit(List<NftOperation> operations, Optional<TableDump> held) {
    long after = nft.commit(operations, held.map(TableDump::generation).orElse(0L));
    assertThat(after).isPositive();
  }

  /** Makes {@code wanted} of whatever is there, and gives what it took. */
  List<NftOperation> become(Ruleset wanted) {
    Optional<TableDump> held = held();
    List<NftOperation> operations = Difference.between(held, wanted);
    commit(operations, held);
    return operations;
  }

  /** Carries out a plan, or as much of it as {@code batches}, and gives it. */
  Plan switchTo(Ruleset wanted, int batches) {
    Optional<TableDump> held = held();
    Plan plan = Plan.of(held, wanted);
    long generation = held.map(TableDump::generation).orElse(0L);
    for (List<NftOperation> batch : plan.batches().stream().limit(batches).toList()) {
      nft.awaitPackets();
      generation = nft.commit(batch, generation);
    }
    return plan;
  }

  String baseChainHandle() throws Exception {
    Matcher found = BASE_CHAIN.matcher(nft("-a", "list", "table", "inet", NAME));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  /** Runs the host's own tool on arguments. */
  String nft(String... arguments) throws Exception {
    return run("", List.of(arguments));
  }

  /** Runs the host's own tool on a script. */
  void script(String text) throws Exception {
    assertThat(run(text, List.of("-f", "-"))).isEmpty();
  }

  private String run(String input, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("nft"));
    command.addAll(arguments);
    Process process = namespace.start(new ProcessBuilder(command).redirectErrorStream(true));
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(() -> output + "\n" + command + "\n" + input).isZero();
    return output;
  }

  @Override
  public void close() {
    nft.close();
    namespace.close();
  }
}
