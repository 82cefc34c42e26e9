package io.portcullis.netlink.nftables.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.Notification;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftObject;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commits by {@code nft} and by this library, watched. */
@Timeout(60)
final class NftWatchKernelTest {

  private static final NfFamily INET = NfFamily.INET;

  @AutoClose private final NetworkNamespace namespace = NetworkNamespace.create("nft-watch");
  @AutoClose private final Subscription<NftEvent> events;
  private final Programs programs;

  NftWatchKernelTest() throws Exception {
    events = namespace.call(NftWatch::open);
    programs = new Programs(namespace::start);
  }

  @Test
  void everyKindOfObjectComesAndGoesInOrderEndedByItsGeneration() throws Exception {
    programs.load(
        """
        table inet t {
          counter hits { }
          set s { type inet_service; elements = { 80, 443 } }
          chain c { tcp dport @s counter name hits accept; }
        }
        """);
    List<NftEvent> made = commit();

    assertThat(kinds(made))
        .startsWith("TableAdded")
        .endsWith("NewGeneration")
        .contains("ObjectAdded", "SetAdded", "ElementsAdded", "ChainAdded", "RuleAdded");
    assertThat(made)
        .filteredOn(NftEvent.ElementsAdded.class::isInstance)
        .flatMap(event -> ((NftEvent.ElementsAdded) event).elements())
        .extracting(element -> element.key())
        .containsExactlyInAnyOrder(Bytes.ofU16(80), Bytes.ofU16(443));
    NftEvent.RuleAdded rule = only(made, NftEvent.RuleAdded.class);
    assertThat(rule.table()).isEqualTo("t");
    assertThat(rule.rule().rule().chain()).isEqualTo("c");
    assertThat(only(made, NftEvent.NewGeneration.class).processName()).contains("nft");

    programs.load(
        """
        delete rule inet t c handle %d
        delete element inet t s { 80 }
        delete chain inet t c
        delete set inet t s
        delete counter inet t hits
        delete table inet t
        """
            .formatted(rule.rule().handle()));
    List<NftEvent> gone = commit();

    assertThat(gone)
        .contains(
            new NftEvent.RuleDeleted(INET, "t", "c", rule.rule().handle()),
            new NftEvent.ChainDeleted(INET, "t", "c"),
            new NftEvent.SetDeleted(INET, "t", "s"),
            new NftEvent.ObjectDeleted(INET, "t", "hits", NftObject.COUNTER),
            new NftEvent.TableDeleted(INET, "t"));
    assertThat(kinds(gone)).contains("ElementsDeleted").endsWith("NewGeneration");
  }

  @Test
  void aGenerationTellsWhoMadeIt() throws Exception {
    try (NfTables nft = namespace.call(NfTables::open)) {
      NftTable table = new NftTable(INET, "mine");
      long generation = nft.commit(List.of(new NftOperation.AddTable(table)), 0);

      List<NftEvent> made = commit();

      assertThat(made).startsWith(new NftEvent.TableAdded(table));
      NftEvent.NewGeneration end = only(made, NftEvent.NewGeneration.class);
      assertThat(end.generation()).isEqualTo(generation);
      assertThat(end.process()).isPresent();
      assertThat(end.processName()).hasValueSatisfying(name -> assertThat(name).isNotEmpty());
    }
  }

  @Test
  void whatDoesNotFitIsToldAsALoss() throws Exception {
    events.receiveBuffer(1);
    try (NfTables nft = namespace.call(NfTables::open)) {
      for (int i = 0; i < 20; i++) {
        long unused =
            nft.commit(List.of(new NftOperation.AddTable(new NftTable(INET, "t" + i))), 0);
      }
      assertThat(events.poll(Duration.ZERO)).containsExactly(new Notification.Lost<>());
      assertThat(events.poll(Duration.ZERO)).isEmpty();
      long last = nft.commit(List.of(new NftOperation.DeleteTable(INET, "t3")), 0);
      List<NftEvent> seen = commit();
      assertThat(seen).startsWith(new NftEvent.TableDeleted(INET, "t3"));
      assertThat(only(seen, NftEvent.NewGeneration.class).generation()).isEqualTo(last);
    }
  }

  /** All events up to the next generation. */
  private List<NftEvent> commit() {
    List<NftEvent> seen = new ArrayList<>();
    while (seen.isEmpty() || !(seen.get(seen.size() - 1) instanceof NftEvent.NewGeneration)) {
      List<Notification<NftEvent>> polled = events.poll(Duration.ofSeconds(10));
      assertThat(polled).as("after %s", seen).isNotEmpty();
      for (Notification<NftEvent> next : polled) {
        assertThat(next).isInstanceOf(Notification.Happened.class);
        seen.add(((Notification.Happened<NftEvent>) next).event());
      }
    }
    return seen;
  }

  private static List<String> kinds(List<NftEvent> events) {
    return events.stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  private static <T extends NftEvent> T only(List<NftEvent> events, Class<T> kind) {
    List<T> found = events.stream().filter(kind::isInstance).map(kind::cast).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
