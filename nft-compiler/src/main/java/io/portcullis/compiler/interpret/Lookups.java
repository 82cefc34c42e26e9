package io.portcullis.compiler.interpret;

import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Lookup;
import java.util.Map;

/** {@code nft_lookup_eval()}: sets, maps to values, maps to verdicts. */
final class Lookups {

  private Lookups() {}

  static Op prepare(Registers registers, Lookup lookup, Map<String, Elements> sets) {
    Elements elements = sets.get(lookup.set());
    if (elements == null) {
      throw registers.refused("lookup asks set " + lookup.set() + ", which is not there");
    }
    NftSet set = elements.definition();
    boolean map = (set.flags() & NftSet.F_MAP) != 0;
    if (map != lookup.data().isPresent() || (map && lookup.inverted())) {
      throw registers.refused("lookup in " + lookup.set() + " does not fit the set's type");
    }
    if (lookup.inverted() && elements.hasCatchAll()) {
      throw registers.refused(
          "an inverted lookup in " + lookup.set() + ", which has a catch-all: kernels differ");
    }
    int from = registers.read(lookup.sreg(), set.keyLength());
    if (!map) {
      return plain(elements, from, lookup.inverted());
    }
    if (lookup.data().get() instanceof Lookup.MapData.ToRegister data) {
      if (set.isVerdictMap()) {
        throw registers.refused("lookup in " + lookup.set() + " puts a verdict into a register");
      }
      return toRegister(elements, from, registers.write(data.dreg(), set.dataLength()));
    }
    if (!set.isVerdictMap()) {
      throw registers.refused("lookup in " + lookup.set() + " takes a value for a verdict");
    }
    return toVerdict(elements, from);
  }

  private static Op plain(Elements elements, int from, boolean inverted) {
    return machine -> {
      int found = elements.find(machine, from);
      if ((found == PreparedSet.NONE) != inverted) {
        return Op.BREAK;
      }
      count(elements, found, machine);
      return Op.NEXT;
    };
  }

  private static Op toVerdict(Elements elements, int from) {
    return machine -> {
      int found = elements.find(machine, from);
      if (found == PreparedSet.NONE) {
        return Op.BREAK;
      }
      count(elements, found, machine);
      machine.verdict = elements.target(found);
      return switch (machine.verdict.code()) {
        case Verdict.NFT_CONTINUE -> Op.NEXT;
        case Verdict.NFT_BREAK -> Op.BREAK;
        default -> Op.VERDICT;
      };
    };
  }

  private static Op toRegister(Elements elements, int from, int to) {
    return machine -> {
      int found = elements.find(machine, from);
      if (found == PreparedSet.NONE) {
        return Op.BREAK;
      }
      count(elements, found, machine);
      byte[] value = elements.value(found);
      machine.store(value, 0, value.length, to);
      return Op.NEXT;
    };
  }

  private static void count(Elements elements, int found, Machine machine) {
    if (found != PreparedSet.NONE && elements.counts(found)) {
      machine.trace.counter(elements.number(), found);
    }
  }
}
