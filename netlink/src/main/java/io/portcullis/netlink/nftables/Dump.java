package io.portcullis.netlink.nftables;

import static io.portcullis.netlink.MessageHeader.NLM_F_DUMP;
import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.codec.ChainCodec;
import io.portcullis.netlink.nftables.codec.ElementListCodec;
import io.portcullis.netlink.nftables.codec.ObjectCodec;
import io.portcullis.netlink.nftables.codec.RuleCodec;
import io.portcullis.netlink.nftables.codec.SetCodec;
import io.portcullis.netlink.nftables.codec.TableCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Reads one table: six kinds of dump, each of which must come through whole. */
final class Dump {

  private final NftSession session;
  private final NfFamily family;
  private final String table;
  private final Set<String> without;

  Dump(NftSession session, NfFamily family, String table) {
    this(session, family, table, Set.of());
  }

  /** One that does not read the elements of some sets. */
  Dump(NftSession session, NfFamily family, String table, Set<String> without) {
    this.session = session;
    this.family = family;
    this.table = table;
    this.without = Set.copyOf(without);
  }

  /**
   * One attempt.
   *
   * @return empty if it was interrupted; holding empty if there is no such table
   */
  Optional<Optional<TableOutline>> read(LongSupplier generation) {
    long now = generation.getAsLong();
    List<NftTable> tables = new ArrayList<>();
    boolean whole =
        dump(NFT_MSG_GETTABLE, out -> {}, (f, in) -> tables.add(TableCodec.decode(family(f), in)));
    if (!whole) {
      return Optional.empty();
    }
    Optional<NftTable> found =
        tables.stream().filter(t -> t.family() == family && t.name().equals(table)).findFirst();
    if (found.isEmpty()) {
      return Optional.of(Optional.empty());
    }
    try {
      Optional<TableOutline> contents = contents(now, found.get());
      return contents.isPresent() ? Optional.of(contents) : Optional.empty();
    } catch (NftException e) {
      if (e.reason() == NftException.Reason.NOT_FOUND) {
        // Something was deleted between two dumps; the generation says so too.
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<TableOutline> contents(long generation, NftTable found) {
    Map<String, NftChain> chains = new LinkedHashMap<>();
    Map<String, List<RuleWithHandle>> rules = new LinkedHashMap<>();
    Map<String, NftSet> sets = new LinkedHashMap<>();
    Map<String, Long> counts = new HashMap<>();
    Consumer<MessageWriter> nothing = out -> {};
    boolean whole =
        dump(NFT_MSG_GETCHAIN, nothing, (f, in) -> chain(ChainCodec.decode(in), chains));
    whole &=
        dump(
            NFT_MSG_GETRULE,
            out -> out.putString(NFTA_RULE_TABLE, table),
            (f, in) -> rule(RuleCodec.decode(in), rules));
    whole &=
        dump(
            NFT_MSG_GETSET,
            out -> out.putString(NFTA_SET_TABLE, table),
            (f, in) -> set(SetCodec.decodeCounted(in), sets, counts));
    List<NftObject> objects = new ArrayList<>();
    whole &=
        dump(
            NFT_MSG_GETOBJ,
            out -> out.putString(NFTA_OBJ_TABLE, table),
            (f, in) -> object(ObjectCodec.decode(in), objects));
    Map<String, SetElements> elements = new LinkedHashMap<>();
    for (NftSet each : sets.values()) {
      String set = each.name();
      if (without.contains(set)) {
        continue;
      }
      ElementCollector read = new ElementCollector(each);
      whole &=
          dump(
              NFT_MSG_GETSETELEM,
              out -> {
                out.putString(NFTA_SET_ELEM_LIST_TABLE, table);
                out.putString(NFTA_SET_ELEM_LIST_SET, set);
              },
              (f, in) -> ElementListCodec.decode(in, read::add));
      SetElements collected = read.elements();
      if (collected.size() > 0) {
        elements.put(set, collected);
      }
    }
    if (!whole) {
      return Optional.empty();
    }
    Map<String, List<NftRule>> values = new LinkedHashMap<>();
    rules.forEach((c, list) -> values.put(c, list.stream().map(RuleWithHandle::rule).toList()));
    TableDump dump =
        new TableDump(
            generation, new Ruleset(found, chains, values, sets, elements, objects), rules);
    return Optional.of(new TableOutline(dump, counts));
  }

  private boolean dump(int type, Consumer<MessageWriter> filter, NftSession.Answer answer) {
    return session.ask("reading table " + table, type, NLM_F_DUMP, family, filter, answer);
  }

  private void chain(ChainCodec.InTable read, Map<String, NftChain> chains) {
    if (read.table().equals(table)) {
      chains.put(read.chain().name(), read.chain());
    }
  }

  private void rule(RuleCodec.InTable read, Map<String, List<RuleWithHandle>> rules) {
    if (read.table().equals(table)) {
      rules
          .computeIfAbsent(read.rule().rule().chain(), chain -> new ArrayList<>())
          .add(read.rule());
    }
  }

  private void set(SetCodec.Counted counted, Map<String, NftSet> sets, Map<String, Long> counts) {
    SetCodec.InTable read = counted.read();
    if (read.table().equals(table)) {
      sets.put(read.set().name(), read.set());
      counted.count().ifPresent(count -> counts.put(read.set().name(), count));
    }
  }

  private void object(ObjectCodec.InTable read, List<NftObject> objects) {
    if (read.table().equals(table)) {
      objects.add(read.object());
    }
  }

  static NfFamily family(int number) {
    for (NfFamily known : NfFamily.values()) {
      if (known.value() == number) {
        return known;
      }
    }
    throw new MalformedMessageException("no nf_tables family has number " + number);
  }
}
