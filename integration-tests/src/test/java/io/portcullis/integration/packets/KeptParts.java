package io.portcullis.integration.packets;

import io.portcullis.policy.address.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What parts came to, a file each, so that a benchmark can be made in several runs. A line is a
 * record, its fields separated by tabs.
 */
final class KeptParts {

  private static final String TAB = "\t";
  private static final String RESULT = "result";
  private static final String LEFT_OUT = "left out";

  private final Path directory;
  private final Effort effort;

  /** Keeps them in a directory, and takes only those of the same effort from there. */
  KeptParts(Path directory, Effort effort) {
    this.directory = directory;
    this.effort = effort;
  }

  /** One part's. */
  record Kept(Machine before, Machine after, List<Result> results, List<LeftOut> leftOut) {}

  /** Writes what a part came to; in one go, so that there is all of it or nothing. */
  void write(Part part, Kept kept) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(effort.toString());
    lines.add(line(kept.before()));
    lines.add(line(kept.after()));
    kept.leftOut()
        .forEach(l -> lines.add(String.join(TAB, LEFT_OUT, l.workload(), l.variant(), l.reason())));
    kept.results().forEach(result -> lines.add(line(result)));
    Files.createDirectories(directory);
    Path temporary = Files.createTempFile(directory, "part", ".new");
    Files.write(temporary, lines);
    Files.move(temporary, file(part), StandardCopyOption.ATOMIC_MOVE);
  }

  /** What a part came to; empty if it was not measured, or with another effort. */
  Optional<Kept> read(Part part) throws IOException {
    if (!Files.exists(file(part))) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file(part));
    if (lines.size() < 3 || !lines.get(0).equals(effort.toString())) {
      return Optional.empty();
    }
    List<Result> results = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    for (String line : lines.subList(3, lines.size())) {
      String[] words = line.split(TAB, -1);
      if (words[0].equals(LEFT_OUT)) {
        leftOut.add(new LeftOut(words[1], words[2], words[3]));
      } else {
        results.add(result(words));
      }
    }
    return Optional.of(new Kept(machine(lines.get(1)), machine(lines.get(2)), results, leftOut));
  }

  private Path file(Part part) {
    return directory.resolve(part.title().replaceAll("[^A-Za-z0-9]+", "-") + ".part");
  }

  private static String line(Machine m) {
    return String.join(
        TAB, m.at().toString(), m.kernel(), m.processor(), "" + m.cores(), m.nft(), m.load());
  }

  private static Machine machine(String line) {
    String[] w = line.split(TAB, -1);
    return new Machine(Instant.parse(w[0]), w[1], w[2], Integer.parseInt(w[3]), w[4], w[5]);
  }

  private static String line(Result r) {
    return String.join(
        TAB,
        RESULT,
        r.workload(),
        r.about(),
        r.family().name(),
        r.kind().name(),
        "" + r.senders(),
        r.variant(),
        "" + r.packets(),
        line(r.total()),
        line(r.added()),
        r.wrong().orElse(""));
  }

  private static Result result(String[] w) {
    return new Result(
        w[1],
        w[2],
        Family.valueOf(w[3]),
        PacketStream.Kind.valueOf(w[4]),
        Integer.parseInt(w[5]),
        w[6],
        Long.parseLong(w[7]),
        figures(w[8]),
        figures(w[9]),
        Optional.of(w[10]).filter(why -> !why.isEmpty()));
  }

  private static String line(Figures figures) {
    return Arrays.stream(figures.rounds())
        .mapToObj(Double::toString)
        .collect(Collectors.joining(" "));
  }

  private static Figures figures(String line) {
    return new Figures(
        Arrays.stream(line.split(" ", -1)).mapToDouble(Double::parseDouble).toArray());
  }
}
