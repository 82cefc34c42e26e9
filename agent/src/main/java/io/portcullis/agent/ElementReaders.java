package io.portcullis.agent;

import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Several threads, each with a socket of its own, that read elements of large maps part by part.
 */
final class ElementReaders {

  /** Elements of one part; whoever is done with one takes the next. */
  private static final int PART = 4096;

  /** The kernel looks keys up without a lock, but there is other work on the node. */
  private static final int MOST = 4;

  private final NftTable table;
  private final List<Part> parts = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReferenceArray<ElementBlock> done;

  private record Part(String set, ElementBlock elements) {}

  private ElementReaders(NftTable table, Map<String, ElementBlock> expected) {
    this.table = table;
    expected.forEach(
        (set, elements) -> {
          for (int from = 0; from < elements.size(); from += PART) {
            parts.add(new Part(set, elements.part(from, Math.min(elements.size(), from + PART))));
          }
        });
    this.done = new AtomicReferenceArray<>(parts.size());
  }

  /**
   * The same elements with what they have counted.
   *
   * @param kernel of the calling thread's network namespace
   * @param expected by set
   * @return empty if one of them is not there, or is another one
   * @throws io.portcullis.netlink.nftables.NftException if the kernel refuses
   */
  static Optional<Map<String, ElementBlock>> read(
      NfTables kernel, NftTable table, Map<String, ElementBlock> expected) {
    return new ElementReaders(table, expected).read(kernel);
  }

  private Optional<Map<String, ElementBlock>> read(NfTables kernel) {
    int most = Math.min(MOST, Runtime.getRuntime().availableProcessors());
    List<NfTables> sockets = new ArrayList<>();
    List<Callable<Boolean>> work = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(most, ElementReaders::thread);
    try {
      work.add(() -> readAll(kernel));
      while (work.size() < Math.min(most, parts.size())) {
        // Here, since a socket is of the network namespace of the thread that opens it.
        NfTables socket = NfTables.open();
        sockets.add(socket);
        work.add(() -> readAll(socket));
      }
      boolean all = true;
      for (Future<Boolean> each : threads.invokeAll(work)) {
        all &= each.get();
      }
      return all ? Optional.of(joined()) : Optional.empty();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      var unused = threads.shutdownNow();
      sockets.forEach(NfTables::close);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "element-reader");
    thread.setDaemon(true);
    return thread;
  }

  /** One part after the other; false once one is not as expected. */
  private boolean readAll(NfTables kernel) {
    for (int i = next.getAndIncrement(); i < parts.size(); i = next.getAndIncrement()) {
      Part part = parts.get(i);
      Optional<ElementBlock> read =
          kernel.counted(table.family(), table.name(), part.set(), part.elements());
      if (read.isEmpty()) {
        next.set(parts.size());
        return false;
      }
      done.set(i, read.get());
    }
    return true;
  }

  private Map<String, ElementBlock> joined() {
    Map<String, List<ElementBlock>> bySet = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      bySet.computeIfAbsent(parts.get(i).set(), key -> new ArrayList<>()).add(done.get(i));
    }
    Map<String, ElementBlock> out = new LinkedHashMap<>();
    bySet.forEach((set, of) -> out.put(set, ElementBlock.joined(of)));
    return out;
  }
}
