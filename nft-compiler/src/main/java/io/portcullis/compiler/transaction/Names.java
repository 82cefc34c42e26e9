package io.portcullis.compiler.transaction;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.LogPlace;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.Place;
import io.portcullis.compiler.StagePlace;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the chains and sets of a compiled policy are called in one kernel: by their own names, or
 * with a version such as {@code endpoint-1.2}.
 *
 * @param chains by name in the compiled policy; a chain that is missing goes by that name
 * @param sets likewise
 */
public record Names(Map<String, String> chains, Map<String, String> sets) {

  /** Everything by its own name. */
  public static final Names OWN = new Names(Map.of(), Map.of());

  public Names {
    chains = Map.copyOf(chains);
    sets = Map.copyOf(sets);
  }

  /**
   * The names under which a kernel has what packets get to, and of what no packet shall get to,
   * what there is. Objects that it does not have go by their own.
   *
   * @param held what the kernel holds, whoever made it
   * @param wanted with the names of the compiler
   */
  public static Names in(Ruleset held, Ruleset wanted) {
    Reached reached = Reached.in(held, roots(wanted));
    Reached wantedReached = Reached.in(wanted, roots(wanted));
    Map<String, String> chains = new LinkedHashMap<>();
    for (String physical : reached.chains()) {
      String logical = VersionedName.logical(physical);
      if (isRegular(held, physical) && isRegular(wanted, logical)) {
        chains.putIfAbsent(logical, physical);
      }
    }
    Map<String, String> sets = new LinkedHashMap<>();
    for (String physical : reached.sets()) {
      String logical = VersionedName.logical(physical);
      if (wanted.sets().containsKey(logical)) {
        sets.putIfAbsent(logical, physical);
      }
    }
    for (String physical : held.chains().keySet()) {
      String logical = VersionedName.logical(physical);
      if (isRegular(held, physical)
          && isRegular(wanted, logical)
          && !wantedReached.chains().contains(logical)) {
        chains.putIfAbsent(logical, physical);
      }
    }
    for (String physical : held.sets().keySet()) {
      String logical = VersionedName.logical(physical);
      if (wanted.sets().containsKey(logical) && !wantedReached.sets().contains(logical)) {
        sets.putIfAbsent(logical, physical);
      }
    }
    return new Names(chains, sets);
  }

  private static boolean isRegular(Ruleset ruleset, String name) {
    NftChain chain = ruleset.chains().get(name);
    return chain != null && chain.base().isEmpty();
  }

  /** The names in a kernel that has nothing yet. */
  static Names first(Ruleset wanted) {
    Map<String, String> chains = new LinkedHashMap<>();
    wanted.chains().keySet().forEach(name -> chains.put(name, VersionedName.of(name, 1)));
    roots(wanted).forEach(chains::remove);
    Map<String, String> sets = new LinkedHashMap<>();
    wanted.sets().keySet().forEach(name -> sets.put(name, VersionedName.of(name, 1)));
    return new Names(chains, sets);
  }

  /** The chains at which packets come in. */
  static Set<String> roots(Ruleset ruleset) {
    Set<String> roots = new LinkedHashSet<>();
    ruleset.chains().values().stream()
        .filter(chain -> chain.base().isPresent())
        .forEach(chain -> roots.add(chain.name()));
    return roots;
  }

  /** A name of either kind without its version. */
  public static String logical(String name) {
    return VersionedName.logical(name);
  }

  /** A chain's name in the kernel. */
  public String chain(String name) {
    return chains.getOrDefault(name, name);
  }

  /** A set's name in the kernel. */
  public String set(String name) {
    return sets.getOrDefault(name, name);
  }

  /** The ruleset as the kernel has it. */
  public Ruleset of(Ruleset ruleset) {
    return isOwn() ? ruleset : new Renaming(this::chain, this::set).of(ruleset);
  }

  /** The policy with its ruleset, and the places in it, as the kernel has them. */
  public CompiledPolicy of(CompiledPolicy compiled) {
    if (isOwn()) {
      return compiled;
    }
    List<Outcome> outcomes =
        compiled.outcomes().stream()
            .map(o -> new Outcome(o.reason(), o.rule(), of(o.place())))
            .toList();
    List<LogPlace> logs =
        compiled.logs().stream().map(l -> new LogPlace(l.rule(), of(l.place()))).toList();
    List<StagePlace> stages =
        compiled.stages().stream()
            .map(s -> new StagePlace(of(s.place()), s.policy(), s.family(), s.next()))
            .toList();
    return new CompiledPolicy(
        compiled.policy(), of(compiled.ruleset()), outcomes, logs, stages, compiled.elements());
  }

  /**
   * Operations on elements, as they are sent to the kernel.
   *
   * @throws IllegalArgumentException if there is another one among them
   */
  public List<NftOperation> of(List<NftOperation> operations) {
    Renaming renaming = new Renaming(this::chain, this::set);
    List<NftOperation> out = new ArrayList<>();
    for (NftOperation operation : operations) {
      if (operation instanceof NftOperation.AddElements add) {
        SetElements elements = renaming.of(add.elements());
        out.add(new NftOperation.AddElements(add.family(), add.table(), set(add.set()), elements));
      } else if (operation instanceof NftOperation.DeleteElements delete) {
        SetElements elements = renaming.of(delete.elements());
        out.add(
            new NftOperation.DeleteElements(
                delete.family(), delete.table(), set(delete.set()), elements));
      } else {
        throw new IllegalArgumentException("not an operation on elements: " + operation);
      }
    }
    return List.copyOf(out);
  }

  /**
   * A policy as the kernel has it, where only elements differ from the last one.
   *
   * @param held the last one as the kernel has it
   * @param before the last one's ruleset, under the compiler's names
   * @param compiled the next one, which shares with the last one what is the same
   */
  public CompiledPolicy next(CompiledPolicy held, Ruleset before, CompiledPolicy compiled) {
    Renaming renaming = new Renaming(this::chain, this::set);
    Map<String, SetElements> changed = new HashMap<>();
    compiled
        .ruleset()
        .elements()
        .forEach(
            (set, elements) -> {
              if (isOther(elements, before.elementsOf(set))) {
                changed.put(set(set), renaming.of(elements));
              }
            });
    List<StagePlace> stages =
        compiled.stages().stream()
            .map(s -> new StagePlace(of(s.place()), s.policy(), s.family(), s.next()))
            .toList();
    return new CompiledPolicy(
        compiled.policy(),
        held.ruleset().withElements(changed),
        held.outcomes(),
        held.logs(),
        stages,
        compiled.elements());
  }

  @SuppressWarnings("ReferenceEquality") // What did not change is shared.
  private static boolean isOther(SetElements one, SetElements other) {
    return one != other;
  }

  /** A place as the kernel has it. */
  public Place of(Place place) {
    return new Place(chain(place.chain()), place.ruleIndex());
  }

  /**
   * Whether {@code named} is {@code ruleset} under these names, one to one, and nothing else. Names
   * do nothing to packets, so what is proven of one is proven of the other.
   */
  public boolean rename(Ruleset ruleset, Ruleset named) {
    Map<String, String> chainsBack = back(ruleset.chains().keySet(), this::chain);
    Map<String, String> setsBack = back(ruleset.sets().keySet(), this::set);
    boolean oneToOne =
        chainsBack.size() == ruleset.chains().size()
            && setsBack.size() == ruleset.sets().size()
            && named.chains().keySet().equals(chainsBack.keySet())
            && named.sets().keySet().equals(setsBack.keySet())
            && chainsBack.keySet().containsAll(named.rules().keySet())
            && setsBack.keySet().containsAll(named.elements().keySet());
    // What leads elsewhere leads to nothing that there is.
    return oneToOne
        && new Renaming(c -> chainsBack.getOrDefault(c, ""), s -> setsBack.getOrDefault(s, ""))
            .of(named)
            .equals(ruleset);
  }

  private static Map<String, String> back(Set<String> names, UnaryOperator<String> to) {
    Map<String, String> back = new HashMap<>();
    names.forEach(name -> back.put(to.apply(name), name));
    return back;
  }

  /** Whether everything goes by its own name. */
  public boolean isOwn() {
    return chains.entrySet().stream().allMatch(e -> e.getKey().equals(e.getValue()))
        && sets.entrySet().stream().allMatch(e -> e.getKey().equals(e.getValue()));
  }
}
