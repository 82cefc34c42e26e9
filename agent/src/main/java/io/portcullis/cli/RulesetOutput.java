package io.portcullis.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/** {@code -o}, where text is a ruleset. */
final class RulesetOutput extends Output {

  @Option(
      names = {"-o", "--output"},
      defaultValue = "nft",
      description =
          "${COMPLETION-CANDIDATES} (default: nft, which is nft's syntax). The others have the rule"
              + " that each verdict stems from too.")
  private As as = As.NFT;

  /** As it is typed. */
  enum As {
    NFT(Format.TEXT),
    JSON(Format.JSON),
    YAML(Format.YAML);

    private final Format format;

    As(Format format) {
      this.format = format;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  Format format() {
    return as.format;
  }
}
