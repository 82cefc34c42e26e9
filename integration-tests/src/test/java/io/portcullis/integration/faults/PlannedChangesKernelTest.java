package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.Desired;
import io.portcullis.agent.InKernel;
import io.portcullis.agent.Programmed;
import io.portcullis.agent.Programmer;
import io.portcullis.agent.Proofs;
import io.portcullis.agent.Proven;
import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.render.NftText;
import io.portcullis.integration.differential.RandomPolicy;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.SourceText;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes that are made beside what they replace, as the kernel, {@code nft} and others see it. */
class PlannedChangesKernelTest {

  private static final int CHANGES = 4;
  private static final String TABLE = "portcullis";

  private final NetworkNamespace namespace = NetworkNamespace.create("planned");
  private final Random random = new Random(7);
  private Programmer programmer;
  private NfTables tables;

  @BeforeEach
  void open() throws Exception {
    programmer = namespace.call(() -> Programmer.open(false));
    tables = namespace.call(NfTables::open);
  }

  @AfterEach
  void close() {
    programmer.close();
    tables.close();
    namespace.close();
  }

  private Proven next() {
    return Proven.of(PolicyCompiler.compile(RandomPolicy.next(random)));
  }

  private static Proven variant(int n) {
    return Proven.of(
        Desired.of(
                List.of(new SourceText("policy.yaml", Variants.policy(n))),
                "node1",
                List.of(),
                DataplaneSettings.defaults())
            .compiled());
  }

  private Ruleset held() {
    return tables.dump(NfFamily.INET, TABLE).orElseThrow();
  }

  private String nft(String input, String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "nft";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Shell.must(namespace, input, command);
  }

  @Test
  void nftListsTheNamesAndLoadsThem() throws Exception {
    Programmed programmed = programmer.bring(variant(0));
    Proven last = variant(1);
    for (int n = 1; programmed.transactions() < 3; n++) {
      last = variant(n);
      programmed = programmer.bring(last);
    }
    Ruleset before = held();
    assertThat(nft("", "list", "table", "inet", TABLE))
        .containsPattern("(chain|map) [a-z0-9-]+\\.[2-9] \\{")
        .containsPattern("(goto|jump) [a-z0-9-]+\\.[2-9]");

    String text = NftText.render(programmed.held().ruleset());
    assertThat(nft("delete table inet " + TABLE + "\n" + text, "-f", "-")).isEmpty();

    assertThat(held().chains().keySet()).isEqualTo(before.chains().keySet());
    assertThat(held().sets().keySet()).isEqualTo(before.sets().keySet());
    CompiledPolicy wanted = last.compiled();
    assertThat(namespace.call(() -> Proofs.requireOfKernel(wanted))).isPositive();
    Programmed again = programmer.bring(last);
    assertThat(again.held()).isEqualTo(programmed.held());
    assertThat(Rulesets.same(held(), before)).isTrue();
  }

  @Test
  void anotherAgentTakesUpTheNamesThatItFinds() throws Exception {
    Programmed unused = programmer.bring(next());
    Proven last = next();
    Programmed programmed = programmer.bring(last);
    programmer.close();

    try (Programmer other = namespace.call(() -> Programmer.open(false))) {
      Programmed again = other.bring(last);
      assertThat(again.changed()).isFalse();
      assertThat(again.held()).isEqualTo(programmed.held());
      assertThat(
              InKernel.of(
                  tables.dumpWithHandles(NfFamily.INET, TABLE).orElseThrow(), last.compiled()))
          .contains(programmed.held());
    }
  }

  /** Fifty times a second: more often than a plan takes from its first batch to its last. */
  @Test
  void oneWhoCommitsAllTheTimeDoesNoHarm() throws Exception {
    Programmed programmed = programmer.bring(next());
    AtomicBoolean stopped = new AtomicBoolean();
    FutureTask<Integer> busy =
        new FutureTask<>(
            () -> {
              int commits = 0;
              try (NfTables other = namespace.call(NfTables::open)) {
                long made =
                    other.commit(
                        List.of(new NftOperation.AddTable(new NftTable(NfFamily.INET, "other"))),
                        0);
                while (!stopped.get()) {
                  made = other.commit(List.of(commits % 2 == 0 ? add() : delete()), 0);
                  commits++;
                  LockSupport.parkNanos(20_000_000);
                }
                assertThat(made).isPositive();
              }
              return commits;
            });
    Thread thread = new Thread(busy, "busy");
    thread.start();
    Proven last = next();
    int attempts = 0;
    int refused = 0;
    try {
      for (int i = 0; i < CHANGES; i++) {
        last = next();
        try {
          programmed = programmer.bring(last);
          attempts += programmed.attempts();
        } catch (AgentException e) {
          // On a busy machine the table cannot even be read between two of the other's commits.
          assertThat(e).hasMessageContaining("EINTR");
          refused++;
        }
      }
    } finally {
      stopped.set(true);
    }
    System.out.printf(
        "busy: %d changes in %d attempts, %d refused, while another made %d commits%n",
        CHANGES, attempts, refused, busy.get());
    assertThat(busy.get()).isGreaterThan(CHANGES);

    programmed = programmer.bring(last);

    assertThat(
            InKernel.of(
                tables.dumpWithHandles(NfFamily.INET, TABLE).orElseThrow(), last.compiled()))
        .contains(programmed.held());
  }

  private static NftOperation add() {
    return new NftOperation.AddChain(NfFamily.INET, "other", NftChain.regular("c", UserData.NONE));
  }

  private static NftOperation delete() {
    return new NftOperation.DeleteChain(NfFamily.INET, "other", "c");
  }
}
