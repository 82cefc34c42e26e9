package io.portcullis.integration.packets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Measures rulesets against each other: each in an arena of its own, in turns, so that whatever
 * else the machine does meets all of them alike.
 */
final class Measurement {

  private final Path directory;
  private final Path driver;
  private final Effort effort;
  private final Consumer<String> progress;

  /**
   * Gets ready.
   *
   * @param directory for the driver and the streams
   * @param progress lines for whoever waits
   */
  Measurement(Path directory, Effort effort, Consumer<String> progress)
      throws IOException, InterruptedException {
    this.directory = directory;
    this.driver = Driver.build(directory);
    this.effort = effort;
    this.progress = progress;
  }

  /** Measures those of a workload's streams that are asked for. */
  List<Result> run(
      Workload workload, Set<PacketStream.Kind> kinds, List<Variant> variants, int senders)
      throws Exception {
    Map<Variant, Arena> arenas = new LinkedHashMap<>();
    try {
      for (EmptyChain empty : EmptyChain.values()) {
        arenas.put(empty, arena(empty, workload, senders));
      }
      for (Variant variant : variants) {
        arenas.put(variant, arena(variant, workload, senders));
      }
      List<Result> out = new ArrayList<>();
      for (PacketStream stream : workload.streams()) {
        if (kinds.contains(stream.kind())) {
          out.addAll(stream(workload, stream, arenas, senders));
        }
      }
      return out;
    } finally {
      arenas.values().forEach(Arena::close);
    }
  }

  private Arena arena(Variant variant, Workload workload, int senders) throws Exception {
    long started = System.nanoTime();
    Arena arena = Arena.create(variant.name());
    try {
      variant.load(arena, workload);
      int processors = Runtime.getRuntime().availableProcessors();
      for (int i = 0; i < senders; i++) {
        arena.addSender(driver, Math.max(0, processors - 1 - i));
      }
    } catch (Exception e) {
      arena.close();
      throw e;
    }
    long millis = (System.nanoTime() - started) / 1_000_000;
    if (millis > 2_000) {
      progress.accept("  loading %s took %,d ms".formatted(variant.name(), millis));
    }
    return arena;
  }

  private List<Result> stream(
      Workload workload, PacketStream stream, Map<Variant, Arena> arenas, int senders)
      throws IOException {
    for (int i = 0; i < senders; i++) {
      Path file = directory.resolve("stream" + i);
      StreamFile.write(file, workload.family(), stream, i * (StreamFile.RECORDS / 2));
      for (Arena arena : arenas.values()) {
        if (stream.kind() == PacketStream.Kind.ESTABLISHED && i == 0) {
          Connected.make(arena, stream.flows());
        }
        arena.senders().get(i).load(file);
      }
    }
    List<Turns> turns = new ArrayList<>();
    for (var entry : arenas.entrySet()) {
      boolean other = entry.getKey() instanceof EmptyChain;
      if (!other || entry.getKey() == EmptyChain.of(stream.kind().accepted())) {
        turns.add(new Turns(entry.getKey().name(), entry.getValue(), stream.kind(), effort));
      }
    }
    for (int round = 0; round < effort.rounds(); round++) {
      for (int i = 0; i < turns.size(); i++) {
        turns.get((round + i) % turns.size()).take(round);
      }
    }
    Figures empty = turns.get(0).figures();
    return turns.stream()
        .map(
            turn ->
                new Result(
                    workload.name(),
                    workload.family(),
                    stream.kind(),
                    senders,
                    turn.name(),
                    turn.sent(),
                    turn.figures(),
                    turn.figures().over(empty),
                    turn.wrong()))
        .toList();
  }
}
