package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;
import static io.portcullis.compiler.lower.Loads.WORD;

import io.portcullis.compiler.layout.LengthPlan;
import io.portcullis.compiler.layout.Prices;
import io.portcullis.compiler.layout.Shape;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.SetKeys;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.policy.address.Family;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The first 32 bits of all IPv6 sources in some maps, one for each prefix length: a set that is
 * looked up before them. Few of the sources that no map has begin as one that a map has; the others
 * are told by one lookup of four bytes, however many lengths there are. See decision 0025.
 *
 * @param set its name
 * @param map how the names of the maps begin, before the prefix length
 * @param tagged whether a word stands before the source that tells whose it is; it is part of the
 *     keys of the set then
 * @param from where the key of the set begins in the keys of the maps
 */
public record SourceBlocks(String set, String map, boolean tagged, int from) {

  private static final int BITS = Integer.SIZE;

  /** Where {@code struct ipv6hdr.saddr} begins. */
  private static final int SOURCE6 = 8;

  /** Maps that cost less, looked up in vain, than so many lookups in the set, go without. */
  private static final int TIMES = 3;

  /** Blocks of sources in maps that have nothing but a port before them, or the protocol too. */
  static SourceBlocks ofPorts(Scope scope, PortKeys keys) {
    return new SourceBlocks(
        scope.named("service-blocks"), scope.named("service-saddr"), false, keys.length());
  }

  /** Blocks of sources in maps that have the tag of a class before them. */
  static SourceBlocks ofClasses(Scope scope) {
    return new SourceBlocks(scope.named("class-blocks"), scope.named("class-saddr"), true, 0);
  }

  /** Blocks of sources in maps that have nothing before them. */
  static SourceBlocks ofSources(Scope scope) {
    return new SourceBlocks(scope.named("blocks"), scope.named("saddr"), false, 0);
  }

  /** What a lookup in such a set for so many sources comes to. */
  static Shape shape(long sources, boolean tagged) {
    double price = Prices.hash(tagged ? 2 * WORD : WORD, sources);
    return new Shape("a set of their first 32 bits first", 1, sources, price);
  }

  /** What a source pays that is in a block of such a set. */
  static double found(Shape set) {
    return Prices.found(WORD, set.elements());
  }

  /**
   * True if looking up a set first is worth it.
   *
   * @param counts elements by prefix length
   */
  static boolean pays(Family family, LengthPlan plan, long[] counts, Shape set) {
    if (family == Family.V4 || plan.shape().nanoseconds() < TIMES * set.nanoseconds()) {
      return false;
    }
    for (int length = 0; length < counts.length; length++) {
      if (counts[length] > 0 && plan.kept(length) < BITS) {
        return false;
      }
    }
    return true;
  }

  /**
   * Appends what sends packets whose source is in no block to a chain, which is made. What the maps
   * do not have is to go there too, so that the proof need not tell these apart.
   *
   * @param tag of the class; empty if {@code tagged} is false
   * @param rest the name of that chain
   * @return the same
   */
  String unlessIn(Scope scope, String chain, Bytes tag, String rest) {
    scope.draft().chain(rest, "sources that are not known");
    List<Expression> out = new ArrayList<>();
    if (tagged) {
      out.add(new Immediate.Value(R0, tag));
    }
    out.add(source());
    out.add(Lookup.notIn(set, R0));
    out.add(Loads.goTo(rest));
    scope.draft().rule(chain, out.toArray(Expression[]::new));
    return rest;
  }

  private Payload source() {
    return new Payload(
        tagged ? R0.plus(WORD) : R0, Payload.Base.NETWORK, SOURCE6, BITS / Byte.SIZE);
  }

  /** True if a map is one of those that the set is looked up before. */
  public boolean isBefore(String name) {
    return name.startsWith(map)
        && name.substring(map.length()).chars().allMatch(Character::isDigit);
  }

  /** The element of the set for one of a map. */
  public Bytes block(Bytes key) {
    return key.slice(from, from + length());
  }

  /** Bytes of a key. */
  public int length() {
    return tagged ? 2 * WORD : WORD;
  }

  /** The set, for the maps that were made. */
  NftSet definition(int elements) {
    String comment = "how sources begin that are looked up next";
    int mark = NftDataType.concat(NftDataType.MARK, NftDataType.INTEGER);
    return NftSet.set(set, 0, tagged ? mark : NftDataType.INTEGER, length())
        .withSize(MapDraft.room(elements))
        .withUserData(
            tagged ? SetKeys.afterMark(source(), comment) : SetKeys.of(source(), comment));
  }

  /** Its elements: those of all maps that it is looked up before. */
  ElementBlock elements(Collection<MapDraft> maps) {
    Set<Bytes> blocks = new LinkedHashSet<>();
    maps.stream()
        .filter(map -> isBefore(map.name()))
        .forEach(map -> map.keys().forEach(key -> blocks.add(block(key))));
    ElementBlock.Builder out = ElementBlock.ofKeys(length());
    blocks.forEach(block -> out.add(block.toArray()));
    return out.build();
  }
}
