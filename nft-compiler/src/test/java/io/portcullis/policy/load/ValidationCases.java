package io.portcullis.policy.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The catalogue of validation rules: one file each under {@code validation/}, named by section and
 * number of the semantics. A file holds cases: a line {@code === good} or {@code === bad}, the
 * text, and for a bad one a line {@code --->} and the problems, exactly and in order.
 */
record ValidationCases(String rule, List<Case> cases) {

  /** A text and its problems; none if it is good. */
  record Case(String rule, int number, String text, List<String> problems) {
    @Override
    public String toString() {
      return rule + " #" + number + (problems.isEmpty() ? " good" : " bad");
    }
  }

  static List<ValidationCases> all() {
    try (Stream<Path> files =
        Files.list(
            Path.of(
                Objects.requireNonNull(ValidationCases.class.getResource("/validation"))
                    .toURI()))) {
      return files.sorted().map(ValidationCases::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ValidationCases read(Path file) {
    String rule = file.getFileName().toString().replace(".txt", "");
    List<Case> cases = new ArrayList<>();
    try {
      String[] parts = Files.readString(file).split("(?m)^=== ", -1);
      for (int i = 1; i < parts.length; i++) {
        String body = parts[i].substring(parts[i].indexOf('\n') + 1);
        int end = body.indexOf("--->\n");
        List<String> problems =
            end < 0
                ? List.of()
                : body.substring(end + 5).lines().filter(l -> !l.isEmpty()).toList();
        if (problems.isEmpty() == parts[i].startsWith("bad")) {
          throw new IllegalStateException(file + ": case " + i + " is neither good nor bad");
        }
        cases.add(new Case(rule, i, end < 0 ? body : body.substring(0, end), problems));
      }
      return new ValidationCases(rule, cases);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
