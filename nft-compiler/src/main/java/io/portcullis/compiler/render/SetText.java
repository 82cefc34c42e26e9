package io.portcullis.compiler.render;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.SetKeys;
import io.portcullis.netlink.nftables.expr.Counter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A set or map and its elements as text. */
final class SetText {

  /** {@code NFTNL_UDATA_SET_COMMENT}. */
  private static final int SET_COMMENT = 7;

  private SetText() {}

  static void append(StringBuilder out, NftSet set, SetElements elements) {
    boolean map = set.isVerdictMap();
    out.append("\n  ").append(map ? "map " : "set ").append(set.name()).append(" {\n");
    out.append(
        SetKeys.read(set.userData())
            .map(keys -> "    typeof " + keys)
            .orElseGet(() -> "    type " + KeyType.name(set.keyType())));
    out.append(map ? " : verdict\n" : "\n");
    comment(set)
        .ifPresent(text -> out.append("    comment ").append(NftText.quoted(text)).append('\n'));
    if ((set.flags() & NftSet.F_INTERVAL) != 0) {
      out.append("    flags interval\n");
    }
    if (set.size() > 0) {
      out.append("    size ").append(set.size()).append('\n');
    }
    if (set.expressions().stream().anyMatch(Counter.class::isInstance)) {
      out.append("    counter\n");
    }
    List<String> lines =
        (set.flags() & NftSet.F_INTERVAL) != 0 ? intervals(set, elements) : keys(set, elements);
    if (!lines.isEmpty()) {
      out.append("    elements = {\n      ");
      out.append(String.join(",\n      ", lines)).append("\n    }\n");
    }
    out.append("  }\n");
  }

  private static Optional<String> comment(NftSet set) {
    return set.userData()
        .find(SET_COMMENT)
        .flatMap(raw -> Comments.read(Comments.of(text(raw))))
        .filter(text -> !text.isEmpty());
  }

  private static String text(Bytes raw) {
    String text = new String(raw.toArray(), java.nio.charset.StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  private static List<String> keys(NftSet set, SetElements elements) {
    List<String> out = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      NftSetElem element = elements.get(i);
      out.add(KeyType.value(set.keyType(), element.key()) + beside(element) + data(element));
    }
    return out;
  }

  /** What stands between an element's key and its verdict. */
  private static String beside(NftSetElem element) {
    String counter =
        element.expressions().stream().anyMatch(Counter.class::isInstance) ? " counter" : "";
    return Comments.read(element.userData())
        .map(comment -> counter + " comment " + NftText.quoted(comment))
        .orElse(counter);
  }

  /** An element begins an interval, and the next one, flagged or not, ends it. */
  private static List<String> intervals(NftSet set, SetElements elements) {
    List<NftSetElem> sorted = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      sorted.add(elements.get(i));
    }
    // Where one interval ends and another begins, the end comes first.
    sorted.sort(
        java.util.Comparator.comparing(NftSetElem::key)
            .thenComparing(element -> isEnd(element) ? 0 : 1));
    List<String> out = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      NftSetElem first = sorted.get(i);
      if (isEnd(first)) {
        continue;
      }
      Bytes last = i + 1 < sorted.size() ? before(sorted.get(i + 1).key()) : last(set.keyLength());
      String from = KeyType.value(set.keyType(), first.key());
      String to = KeyType.value(set.keyType(), last);
      out.add((from.equals(to) ? from : from + "-" + to) + data(first));
    }
    return out;
  }

  private static boolean isEnd(NftSetElem element) {
    return (element.flags() & NftSetElem.F_INTERVAL_END) != 0;
  }

  private static Bytes before(Bytes key) {
    byte[] raw = new BigInteger(1, key.toArray()).subtract(BigInteger.ONE).toByteArray();
    byte[] out = new byte[key.length()];
    int from = Math.max(0, raw.length - out.length);
    System.arraycopy(raw, from, out, out.length - (raw.length - from), raw.length - from);
    return Bytes.of(out);
  }

  private static Bytes last(int length) {
    byte[] out = new byte[length];
    java.util.Arrays.fill(out, (byte) 0xff);
    return Bytes.of(out);
  }

  private static String data(NftSetElem element) {
    return element
        .data()
        .map(
            data ->
                data instanceof ElementData.OfVerdict verdict
                    ? " : " + verdict.verdict()
                    : " : " + data)
        .orElse("");
  }
}
