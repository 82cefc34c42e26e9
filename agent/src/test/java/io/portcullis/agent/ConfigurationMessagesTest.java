package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each message has file, line, column and field, and its hint what would be right. */
class ConfigurationMessagesTest {

  /** In the text, a bar is a line's end. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "counter: off ~ c:1:1: counter: unknown field ~ did you mean counters?",
        "answer: 42 ~ c:1:1: answer: unknown field ~ known here: api, apiGroup,",
        "loopback: lo ~ c:1:11: loopback: \"lo\" is not known here ~ write exempt or police",
        "loopback: Police ~ c:1:11: loopback: \"Police\" is not known ~ write exempt or police",
        "failsafeScope: all ~ c:1:16: failsafeScope: \"all\" is not ~ write local or any",
        "conntrackInvalid: deny ~ c:1:19: conntrackInvalid: \"deny\" ~ write drop or continue",
        "counters: true ~ c:1:11: counters: \"true\" is not known here ~ write on or off",
        "counters: [on] ~ c:1:11: counters: this must be a single value ~ ``",
        "counters: ~ c:1:10: counters: a value is missing ~ leave the key out",
        "counters: on|counters: off ~ c:2:1: counters: this field is given twice ~ is in line 1",
        "policyDir: {a: b} ~ c:1:12: policyDir: this must be a single value ~ ``",
        "policyDir: '' ~ c:1:12: policyDir: a value is missing ~ path of a directory",
        "policyDir: \"a\\0b\" ~ c:1:12: policyDir: no path: Nul character ~ path of a directory",
        "nodeName: ~ c:1:10: nodeName: a value is missing ~ leave the key out",
        "nodeName: Node1 ~ c:1:11: nodeName: \"Node1\" is no node name ~ lower case",
        "nodeName: a_b ~ c:1:11: nodeName: \"a_b\" is no node name ~ lower case",
        "failsafeInboundHostPorts: ~ c:1:26: failsafeInboundHostPorts: a value ~ write [] for no",
        "failsafeInboundHostPorts: {} ~ c:1:27: failsafeInboundHostPorts: this must be a list ~ dash",
        "failsafeInboundHostPorts: ssh ~ c:1:27: failsafeInboundHostPorts: failsafe \"ssh\" ~ none",
        "failsafeInboundHostPorts: [22] ~ c:1:28: failsafeInboundHostPorts[0]: this must be an obj ~ ``",
        "failsafeInboundHostPorts: [{}] ~ c:1:28: failsafeInboundHostPorts[0].port: port is missing ~ 65535",
        "failsafeInboundHostPorts: [{port: x}] ~ c:1:35: failsafeInboundHostPorts[0].port: \"x\" ~ 65535",
        "failsafeInboundHostPorts: [{port: 1, protocol: ICMP}] ~ c:1:48: failsafeInboundHostPorts[0].protocol: \"ICMP\" is no protocol with ports ~ SCTP",
        "failsafeInboundHostPorts: [{port: 1, net: 10/8}] ~ c:1:43: failsafeInboundHostPorts[0].net: \"10\" is not ~ 192.0.2.7",
        "# a list|- counters ~ c:2:1: this document is not a configuration ~ KEY: VALUE",
        "counters: on|---|counters: off ~ c:3:1: this is a second document ~ keep one",
        "counters: 'on ~ c:1:14: not YAML: ~ quotes",
        "counters:|\ton ~ c:2:1: not YAML: ~ indentation",
        "counters: *on ~ c:1:11: not YAML: ~ quotes"
      })
  void whatIsWrong(String text, String message, String hint) {
    AgentException e = refused(text.replace('|', '\n'));
    assertThat(e).hasMessageStartingWith(message);
    assertThat(e.getMessage()).doesNotContain("\n");
    assertThat(e.hint()).contains(hint);
    assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIG_INVALID);
    assertThat(e.details()).isEmpty();
  }

  @Test
  void nestingIsBounded() {
    AgentException e = refused("policyDir: " + "[".repeat(100_000));
    assertThat(e).hasMessage("c:1:75: this is nested more than 64 deep");
    assertThat(e.hint()).isEqualTo("no configuration is");
  }

  @Test
  void thereAreAtMost1024FailsafesInEitherForm() {
    String entries =
        IntStream.rangeClosed(1, 1025).mapToObj(Integer::toString).collect(Collectors.joining(","));
    assertThat(refused("failsafeInboundHostPorts: " + entries))
        .hasMessage("c:1:27: failsafeInboundHostPorts: 1025 failsafes are too many");
    String objects =
        IntStream.rangeClosed(1, 1025)
            .mapToObj(i -> "- port: " + i + "\n")
            .collect(Collectors.joining());
    assertThat(refused("failsafeInboundHostPorts:\n" + objects))
        .hasMessage("c:2:1: failsafeInboundHostPorts: 1025 failsafes are too many");
  }

  @Test
  void aliasesDoNotMultiply() {
    String bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n";
    assertThat(refused(bomb)).hasMessage("c: 4 things are wrong");
  }

  private static AgentException refused(String text) {
    AgentException e =
        catchThrowableOfType(AgentException.class, () -> ConfigurationReader.parse("c", text));
    assertThat(e).as("refused: " + text.lines().findFirst().orElse("")).isNotNull();
    return e;
  }
}
