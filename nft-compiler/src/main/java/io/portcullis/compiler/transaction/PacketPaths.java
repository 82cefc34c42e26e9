package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether objects that packets use can be changed under them, so that each packet gets the verdict
 * of before or that of after.
 *
 * <p>A packet takes the rules of one generation along, but each lookup asks for the generation anew
 * ({@code nft_do_chain()} reads {@code gencursor} once, {@code nft_lookup_eval()} again). So a
 * packet that meets one change on its way sees it or does not, and either is whole; one that meets
 * two may see the second without the first. Paths are those of before and after taken together, for
 * what a packet has met decides where it goes on.
 */
final class PacketPaths {

  /** Work to do before it is assumed that some packet meets two changes. */
  private static final int MOST_PAIRS = 100_000;

  private final Ruleset held;
  private final Ruleset wanted;
  private final Map<String, ElementChanges> elements;
  private final Set<String> chains;
  private final Map<String, List<Site>> walked = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Map<String, Set<Verdict>> verdicts = new HashMap<>();
  private boolean torn;
  private int pairs;

  private PacketPaths(
      Ruleset held, Ruleset wanted, Map<String, ElementChanges> elements, Set<String> chains) {
    this.held = held;
    this.wanted = wanted;
    this.elements = elements;
    this.chains = chains;
  }

  /**
   * Whether no packet can meet more than one of these changes.
   *
   * @param elements of sets that stay, by name
   * @param chains that stay, and whose rules do something else than before
   */
  static boolean meetOneChangeAtMost(
      Ruleset held, Ruleset wanted, Map<String, ElementChanges> elements, Set<String> chains) {
    PacketPaths paths = new PacketPaths(held, wanted, elements, chains);
    for (String root : Names.roots(wanted)) {
      List<Site> unused = paths.walk(root);
    }
    return !paths.torn;
  }

  /** All sites at or behind the start of a chain. */
  private List<Site> walk(String chain) {
    List<Site> known = walked.get(chain);
    if (known != null || torn) {
      return known == null ? List.of() : known;
    }
    if (!open.add(chain)) {
      // Neither ruleset has circles; both together may.
      torn = true;
      return List.of();
    }
    List<Site> all = new ArrayList<>();
    List<Site> before = new ArrayList<>();
    if (chains.contains(chain)) {
      before.add(Site.ANY);
      all.add(Site.ANY);
    }
    for (NftRule rule : rules(chain)) {
      rule(rule, before, all);
    }
    open.remove(chain);
    walked.put(chain, all);
    return all;
  }

  /** Those of before and, if they do something else, those of after. */
  private List<NftRule> rules(String chain) {
    List<NftRule> rules = new ArrayList<>(held.rulesOf(chain));
    if (chains.contains(chain) || !held.chains().containsKey(chain)) {
      rules.addAll(wanted.rulesOf(chain));
    }
    return rules;
  }

  /**
   * Goes over a rule.
   *
   * @param before the sites that a packet may have met in this chain when it gets to the rule
   * @param all the sites of this chain
   */
  private void rule(NftRule rule, List<Site> before, List<Site> all) {
    List<Site> own = new ArrayList<>();
    Set<Verdict> targets = new LinkedHashSet<>();
    for (Expression expression : rule.expressions()) {
      References.verdict(expression).ifPresent(targets::add);
      Optional<String> set = References.set(expression);
      if (set.isPresent()) {
        targets.addAll(verdicts.computeIfAbsent(set.get(), this::verdicts));
        site(rule, set.get()).ifPresent(own::add);
      }
    }
    meet(before, own);
    if (own.size() > 1) {
      torn = true;
    }
    before.addAll(own);
    all.addAll(own);
    List<Site> returned = new ArrayList<>();
    for (Verdict target : targets) {
      List<Site> there = target.chain().map(this::walk).orElse(List.of());
      meet(before, there);
      all.addAll(there);
      if (target.code() == Verdict.NFT_JUMP) {
        returned.addAll(there);
      }
    }
    before.addAll(returned);
  }

  private Optional<Site> site(NftRule rule, String name) {
    ElementChanges changes = elements.get(name);
    Optional<NftSet> set = held.set(name);
    return changes == null || set.isEmpty() ? Optional.empty() : Site.of(rule, set.get(), changes);
  }

  private Set<Verdict> verdicts(String set) {
    Set<Verdict> both = new LinkedHashSet<>(References.verdicts(held.elementsOf(set)));
    both.addAll(References.verdicts(wanted.elementsOf(set)));
    return both;
  }

  private void meet(List<Site> before, List<Site> after) {
    pairs += before.size() * after.size();
    torn = torn || pairs > MOST_PAIRS || before.stream().anyMatch(one -> meets(one, after));
  }

  private static boolean meets(Site one, List<Site> others) {
    return others.stream().anyMatch(one::meets);
  }
}
