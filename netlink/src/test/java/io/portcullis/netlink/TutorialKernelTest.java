package io.portcullis.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.route.LinkChange;
import io.portcullis.netlink.route.Rtnetlink;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import io.portcullis.testsupport.Snippet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the packages' documentation shows is taken from there, compiled, and run in a namespace in
 * which something happens all the time: commits, datagrams, changes of a link.
 */
final class TutorialKernelTest {

  private static final String ROOT = "io.portcullis.netlink";

  private static final List<String> PACKAGES =
      List.of(
          "java.time",
          "java.util",
          ROOT,
          ROOT + ".conntrack",
          ROOT + ".nflog",
          ROOT + ".nftables",
          ROOT + ".nftables.events",
          ROOT + ".nftables.expr",
          ROOT + ".route",
          ROOT + ".sys");

  /** What each prints, as a pattern, by package and number. */
  private static final Map<String, String> PRINTED = new HashMap<>();

  static {
    PRINTED.put(ROOT + " 1", "links \\[1\\]");
    PRINTED.put(ROOT + ".conntrack 1", "");
    PRINTED.put(ROOT + ".nflog 1", "no: 45.*");
    PRINTED.put(ROOT + ".nftables 1", "made generation \\d+");
    PRINTED.put(ROOT + ".nftables 2", "datagrams: [1-9]\\d* packets");
    PRINTED.put(
        ROOT + ".nftables 3",
        "operation 0, add rule in chain nowhere of table inet example, at chain name: ENOENT .*");
    PRINTED.put(ROOT + ".nftables.events 1", "(Optional\\[.*\\] made generation \\d+\\s*)+");
    PRINTED.put(ROOT + ".nftables.events 2", "(-?\\d+ Optional\\[\\w+\\] Optional.*\\s*)+");
    PRINTED.put(ROOT + ".route 1", "");
    PRINTED.put(ROOT + ".route 2", "LinkChanged\\[.*");
  }

  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void whatIsShownCompilesAndDoesWhatIsSaid(@TempDir Path directory) throws Exception {
    Path sources = Path.of(System.getProperty("portcullis.root"), "netlink", "src", "main", "java");
    Map<String, Snippet.Program> programs = new LinkedHashMap<>();
    for (Snippet snippet : Snippet.below(sources)) {
      String name = snippet.packageName() + " " + snippet.number();
      Path classes = Files.createDirectory(directory.resolve(name.replace(' ', '-')));
      programs.put(name, snippet.compile(classes, PACKAGES));
    }
    assertThat(programs).containsOnlyKeys(PRINTED.keySet());

    try (NetworkNamespace namespace = NetworkNamespace.create("tutorial")) {
      for (Map.Entry<String, Snippet.Program> program : programs.entrySet()) {
        String printed =
            busily(namespace, program.getKey(), () -> namespace.call(program.getValue()::run));
        assertThat(printed.strip())
            .as(program.getKey())
            .matches("(?s)" + PRINTED.get(program.getKey()));
      }
    }
  }

  /** Runs it while something happens, on other sockets. */
  private String busily(
      NetworkNamespace namespace, String name, java.util.concurrent.Callable<String> task)
      throws Exception {
    if (!Files.exists(Path.of("/usr/sbin/nft")) || name.equals(ROOT + " 1")) {
      return task.call();
    }
    try (UdpPair udp = UdpPair.open(namespace, "127.0.0.1");
        NfTables nft = namespace.call(NfTables::open);
        Rtnetlink route = namespace.call(Rtnetlink::open)) {
      new Programs(namespace::start)
          .load(
              """
              table inet busy {
                chain c {
                  type filter hook output priority 0
                  meta l4proto udp meta nftrace set 1 ct mark set 7 log prefix "no: " group 5
                }
              }
              """);
      over.set(false);
      udp.send("x");
      List<Exception> failures = new ArrayList<>();
      Thread busy =
          new Thread(
              () -> {
                try {
                  for (int i = 0; !over.get(); i++) {
                    udp.send("x");
                    NftTable table = new NftTable(NfFamily.IPV4, "x");
                    if (name.startsWith(ROOT + ".nftables.events")) {
                      // Not while somebody else commits for a generation.
                      long unused =
                          nft.commit(
                              List.of(
                                  new NftOperation.AddTable(table),
                                  new NftOperation.DeleteTable(NfFamily.IPV4, "x")),
                              0);
                    }
                    route.change(1, new LinkChange.Mtu(60_000 + i % 2));
                  }
                } catch (Exception e) {
                  failures.add(e);
                }
              });
      busy.start();
      try {
        return task.call();
      } finally {
        over.set(true);
        busy.join();
        assertThat(failures).isEmpty();
        long unused = nft.commit(List.of(new NftOperation.DeleteTable(NfFamily.INET, "busy")), 0);
      }
    }
  }
}
