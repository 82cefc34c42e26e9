package io.portcullis.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What is read without picocli is what picocli reads. */
class PlainTest {

  private static final String PACKET = " --in eth0 --from 192.0.2.1 --to 192.0.2.2 --tcp 80";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "status -o json",
        "status --output YAML --socket /tmp/s --timeout 7",
        "history",
        "history -n 3",
        "history --last 0 -o text",
        "counters --timeout 100",
        "get",
        "get --kind HostEndpoint",
        "layout --socket s",
        "verify -o json",
        "explain" + PACKET,
        "explain --udp 53 --from 2001:db8::1 --to 2001:db8::2 --sport 1 --in x -o json",
        "explain --in x --from 0.0.0.0 --to 0.0.0.0 --tcp 1",
        "diff --revision 1",
        "diff -f a -f b/c --source team --show 3 --attribution",
        "diff",
        "apply -f a",
        "apply --filename a --dry-run --source s --expect 12 --confirm 60s --force -o yaml",
      })
  void areReadAlike(String line) throws Exception {
    String[] args = line.split(" ");
    RemoteCommand plain = Plain.command(args).orElseThrow();
    assertEquals(values(picocli(args)), values(plain));
  }

  /** Each option by itself is read alike, or left to picocli. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "history",
        "counters",
        "get",
        "layout",
        "verify",
        "explain",
        "diff",
        "apply"
      })
  void noOptionIsReadInAnotherWay(String name) throws Exception {
    String given = name.equals("explain") ? PACKET : name.equals("apply") ? " -f x" : "";
    int taken = 0;
    CommandLine line = new CommandLine(Quick.command(name).orElseThrow());
    for (OptionSpec option : line.getCommandSpec().options()) {
      for (String word : option.names()) {
        List<String> args = new ArrayList<>(List.of((name + given).split(" ")));
        args.add(word);
        if (option.arity().max() > 0) {
          args.add(option.type() == Format.class ? "json" : "17");
        }
        Optional<RemoteCommand> plain = Plain.command(args.toArray(String[]::new));
        if (plain.isPresent()) {
          taken++;
          assertEquals(
              values(picocli(args.toArray(String[]::new))), values(plain.get()), args.toString());
        }
      }
    }
    // At least where the agent is, how long to wait, and both names of how to say it.
    assertTrue(taken >= 4, name + ": " + taken);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing",
        "--debug status",
        "status --debug",
        "status --help",
        "status --watch",
        "status --socket=s",
        "status -ojson",
        "status -o xml",
        "status -o",
        "status --socket",
        "status --timeout -1",
        "status --timeout 1000000000000",
        "status --timeout x",
        "status --socket a --socket b",
        "status -o json --output json",
        "status --socket --timeout",
        "status --socket @file",
        "status @file",
        "status --socket ${HOME}",
        "status --socket 'a'",
        "status more",
        "get team-a",
        "get --",
        "verify -f x",
        "explain",
        "explain --in eth0 --from 192.0.2.1 --to 192.0.2.2",
        "explain --in eth0 --from 192.0.2.1 --tcp 80",
        "explain --in eth0 --from 192.0.2 --to 192.0.2.2 --tcp 80",
        "explain --in eth0 --from 192.0.2.1 --to 192.0.2.2 --tcp 80 --udp 80",
        "explain --in eth0 --from 192.0.2.1 --to 192.0.2.2 --icmp 8",
        "diff -f a b",
        "diff --old a -f b",
        "diff --attribution --attribution",
        "apply",
        "apply --dry-run",
        "apply -f a --dry-run --dry-run",
        "rollback 1",
        "agent",
      })
  void whatIsNotPlainIsLeftToPicocli(String line) {
    assertEquals(Optional.empty(), Plain.command(line.split(" ")).map(Object::getClass));
  }

  /** What only picocli can complain of was not done before. */
  @Test
  void argumentsThatMakeNoSenseTogetherAreLeftToPicocli() {
    assertEquals(Optional.empty(), Plain.run("diff", "-f", "x", "--revision", "1"));
    assertEquals(Optional.empty(), Plain.run("apply", "-f", "x", "--confirm", "soon"));
    assertEquals(
        Optional.empty(),
        Plain.run("explain", "--in", "x", "--from", "::1", "--to", "1.2.3.4", "--tcp", "1"));
    assertEquals(Optional.empty(), Plain.run(("explain" + PACKET + "000").split(" ")));
  }

  private static Object picocli(String... args) {
    CommandLine line = Quick.commandLine(args).orElseThrow();
    return line.parseArgs(args).subcommand().commandSpec().userObject();
  }

  /** The fields of a command, and of what it is put together from. */
  private static Map<String, Object> values(Object of) throws IllegalAccessException {
    Map<String, Object> out = new TreeMap<>();
    for (Class<?> type = of.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        boolean isSpec = field.getName().equals("spec");
        if (!isSpec && !java.lang.reflect.Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          out.put(type.getSimpleName() + "." + field.getName(), value(field.get(of)));
        }
      }
    }
    return out;
  }

  private static Object value(@org.jspecify.annotations.Nullable Object value)
      throws IllegalAccessException {
    if (value == null) {
      return "none";
    }
    boolean ours = value.getClass().getPackage() == Plain.class.getPackage();
    return ours && !(value instanceof Enum) ? values(value) : value;
  }

  @Test
  void theTestSeesWhatIsInside() throws Exception {
    assertTrue(values(new ApplyCommand()).toString().contains("FileOptions.paths"));
  }
}
