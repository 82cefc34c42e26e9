package io.portcullis.compiler.render;

import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.HookDevice;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import java.util.List;
import java.util.Locale;

/**
 * A ruleset in nft's syntax.
 *
 * <p>{@code nft -f} loads it, unless a rule puts a constant into the key of a lookup: the kernel
 * can do that, and nft lists it, but has no syntax to say it. Such a rule is printed as nft lists
 * it, and the first lines say that there is one. It is not left out, since text that loads but lets
 * more pass would be worse than text that does not load.
 */
public final class NftText {

  private NftText() {}

  /** The table as text, ended by a newline. */
  public static String render(Ruleset ruleset) {
    StringBuilder body = new StringBuilder();
    body.append("table ")
        .append(ruleset.table().family().name().toLowerCase(Locale.ROOT))
        .append(' ')
        .append(ruleset.table().name())
        .append(" {\n");
    Comments.read(ruleset.table().userData())
        .ifPresent(text -> body.append("  comment ").append(quoted(text)).append('\n'));
    ruleset
        .sets()
        .values()
        .forEach(set -> SetText.append(body, set, ruleset.elementsOf(set.name())));
    boolean loadable = true;
    for (NftChain chain : ruleset.chains().values()) {
      loadable &= appendChain(body, ruleset, chain);
    }
    body.append("}\n");
    return loadable ? body.toString() : NOT_LOADABLE + body;
  }

  private static final String NOT_LOADABLE =
      """
      # For reading only: rules marked below put a constant into the key of a lookup, or hold what
      # is not written out here. The kernel takes them by netlink; nft refuses this text.
      """;

  private static boolean appendChain(StringBuilder out, Ruleset ruleset, NftChain chain) {
    out.append("\n  chain ").append(chain.name()).append(" {\n");
    Comments.read(chain.userData())
        .ifPresent(text -> out.append("    comment ").append(quoted(text)).append('\n'));
    chain.base().ifPresent(hook -> out.append("    ").append(hook(hook)).append('\n'));
    boolean loadable = true;
    for (NftRule rule : ruleset.rulesOf(chain.name())) {
      RuleText.Rendered rendered = RuleText.of(ruleset, rule);
      out.append("    ").append(rendered.text());
      Comments.read(rule.userData())
          .ifPresent(text -> out.append(" comment ").append(quoted(text)));
      boolean readable = rendered.unreadable().isEmpty();
      out.append(readable ? "\n" : " # " + rendered.unreadable() + "\n");
      loadable &= readable;
    }
    out.append("  }\n");
    return loadable;
  }

  private static String hook(BaseHook hook) {
    List<String> names = List.of("prerouting", "input", "forward", "output", "postrouting");
    String at = hook.hooknum() < names.size() ? names.get(hook.hooknum()) : "" + hook.hooknum();
    return "type "
        + hook.type()
        + " hook "
        + at
        + devices(hook.devices())
        + " priority "
        + hook.priority()
        + "; policy "
        + hook.policy().name().toLowerCase(Locale.ROOT)
        + ";";
  }

  private static String devices(List<HookDevice> devices) {
    List<String> names = devices.stream().map(device -> quoted(device.toString())).toList();
    return switch (names.size()) {
      case 0 -> "";
      case 1 -> " device " + names.get(0);
      default -> " devices = { " + String.join(", ", names) + " }";
    };
  }

  /** A string, in which nft has no way to write a quote. */
  static String quoted(String text) {
    return '"' + text.replace('"', '\'').replace('\n', ' ') + '"';
  }
}
