package io.portcullis.policy.load;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The word somebody probably meant. */
final class Nearest {

  private static final int LONGEST = 64;

  private Nearest() {}

  /** The one of {@code words} that is at most two letters, and less than half the word, away. */
  static Optional<String> of(String word, Collection<String> words) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    return words.stream()
        .filter(known -> distance(word, known) <= Math.min(2, (known.length() - 1) / 2))
        .min(
            Comparator.comparingInt((String known) -> distance(word, known)).thenComparing(k -> k));
  }

  /** Levenshtein's, without regard to case. */
  private static int distance(String a, String b) {
    String from = a.toLowerCase(Locale.ROOT);
    String to = b.toLowerCase(Locale.ROOT);
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
