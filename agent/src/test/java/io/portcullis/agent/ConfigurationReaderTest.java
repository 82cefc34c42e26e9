package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.DataplaneSettings.ConntrackInvalid;
import io.portcullis.policy.effective.DataplaneSettings.EstablishedFlows;
import io.portcullis.policy.effective.DataplaneSettings.FailsafeScope;
import io.portcullis.policy.effective.DataplaneSettings.Loopback;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.load.ApiSettings;
import io.portcullis.policy.load.DaemonSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationReaderTest {

  private static final DataplaneSettings DEFAULT = DataplaneSettings.defaults();

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing\n", "---\n", "{}\n", "\uFEFF# marked\n"})
  void withoutAKeyTheDefaultsApply(String text) {
    assertThat(ConfigurationReader.parse("c.yaml", text)).isEqualTo(Configuration.defaults());
  }

  @Test
  void everyKey() {
    assertThat(
            ConfigurationReader.parse(
                "c.yaml",
                """
                failsafeInboundHostPorts:
                  - {protocol: TCP, port: 22, net: 192.0.2.0/24}
                  - {protocol: udp, port: "68"}
                  - {protocol: SCTP, port: 0, net: "2001:db8::1"}
                  - port: 6443
                failsafeScope: any
                loopback: police
                establishedFlows: police
                conntrackInvalid: continue
                counters: off
                policyDir: /etc/portcullis/policy.d
                nodeName: node-1.example
                tableOwner: off
                logFormat: json
                metricsListen: "[::1]:80"
                """))
        .isEqualTo(
            new Configuration(
                new DataplaneSettings(
                    List.of(
                        new Failsafe(6, 22, Optional.of(Prefix.parse("192.0.2.0/24"))),
                        new Failsafe(17, 68, Optional.empty()),
                        new Failsafe(132, 0, Optional.of(Prefix.parse("2001:db8::1"))),
                        new Failsafe(6, 6443, Optional.empty())),
                    FailsafeScope.ANY,
                    Loopback.POLICE,
                    EstablishedFlows.POLICE,
                    ConntrackInvalid.CONTINUE,
                    false),
                Optional.of(Path.of("/etc/portcullis/policy.d")),
                Optional.of("node-1.example"),
                new DaemonSettings(
                    false,
                    DaemonSettings.LogFormat.JSON,
                    Optional.of(new DaemonSettings.Listen("::1", 80)))));
  }

  @Test
  void theDefaultsWrittenOutAreTheDefaults() {
    assertThat(
            ConfigurationReader.parse(
                "c.yaml",
                """
                failsafeInboundHostPorts: tcp:22,udp:68,tcp:179,tcp:2379,tcp:2380,tcp:5473,tcp:6443,6666,6667
                failsafeScope: local
                loopback: exempt
                establishedFlows: keep
                conntrackInvalid: drop
                counters: on
                tableOwner: on
                logFormat: text
                metricsListen: 127.0.0.1:9797
                """))
        .isEqualTo(Configuration.defaults());
    assertThat(ConfigurationReader.parse("c.yaml", "metricsListen: off").daemon().metricsListen())
        .isEmpty();
  }

  @Test
  void theControlApisKeys() {
    assertThat(
            ConfigurationReader.parse(
                    "c.yaml",
                    """
                    api: on
                    apiSocket: /run/p.sock
                    stateDir: /var/lib/p
                    apiGroup: adm
                    apiGroupWrites: on
                    apiTls:
                      listen: "[::]:7443"
                      certificate: /etc/p/node.pem
                      key: /etc/p/node.key
                      clientAuthority: /etc/p/clients.pem
                      revocations: /etc/p/clients.crl
                      readers: [viewer]
                      writers: [operator, "orchestrator.example"]
                    """)
                .api())
        .isEqualTo(
            new ApiSettings(
                true,
                "/run/p.sock",
                "/var/lib/p",
                Optional.of("adm"),
                true,
                Optional.of(
                    new ApiSettings.Tls(
                        new DaemonSettings.Listen("::", 7443),
                        "/etc/p/node.pem",
                        "/etc/p/node.key",
                        "/etc/p/clients.pem",
                        Optional.of("/etc/p/clients.crl"),
                        List.of("viewer"),
                        List.of("operator", "orchestrator.example")))));
    assertThat(ConfigurationReader.parse("c.yaml", "api: off").api().on()).isFalse();
    assertThat(ConfigurationReader.parse("c.yaml", "").api()).isEqualTo(ApiSettings.defaults());
  }

  @Test
  void whatIsWrongWithTheControlApisKeysIsSaid() {
    AgentException e =
        refused(
            """
            api: yes
            apiSocket: ""
            apiTls:
              listen: localhost:7443
              certificate: node.pem
              keys: node.key
              writers: operator
            """);
    assertThat(e.details())
        .containsExactly(
            "c.yaml:1:6: api: \"yes\" is not known here; write on or off",
            "c.yaml:2:12: apiSocket: a value is missing; the path of a socket, or leave the key out",
            "c.yaml:4:3: apiTls.key: key is missing; apiTls needs listen, certificate, key and"
                + " clientAuthority",
            "c.yaml:4:3: apiTls.clientAuthority: clientAuthority is missing; apiTls needs listen,"
                + " certificate, key and clientAuthority",
            "c.yaml:4:11: apiTls.listen: \"localhost:7443\" is nothing to listen on; an address and"
                + " a port such as 192.0.2.1:7443",
            "c.yaml:6:3: apiTls.keys: unknown field; did you mean key?",
            "c.yaml:7:12: apiTls.writers: this must be a list; start each entry with a dash");
  }

  @Test
  void deniedPackets() {
    assertThat(denied("off")).isEmpty();
    assertThat(denied("{group: 5}")).contains(new DataplaneSettings.Denied(5, 10));
    assertThat(denied("{group: 0, perSecond: 500}")).contains(new DataplaneSettings.Denied(0, 500));
    assertThat(refused("denied: on")).hasMessage("c.yaml:1:9: denied: \"on\" is not known here");
    assertThat(refused("denied: {perSecond: 5}")).hasMessageContaining("group is missing");
    assertThat(refused("denied: {group: 65536}")).hasMessageContaining("out of range");
    assertThat(refused("denied: {group: 1, perSecond: 0}")).hasMessageContaining("out of range");
    assertThat(refused("denied: {group: 1, rate: 1}")).hasMessageContaining("denied.rate: unknown");
    assertThat(refused("denied:")).hasMessageContaining("a value is missing");
  }

  private static Optional<DataplaneSettings.Denied> denied(String value) {
    return ConfigurationReader.parse("c.yaml", "denied: " + value).dataplane().denied();
  }

  @Test
  void jsonIsYaml() {
    assertThat(ConfigurationReader.parse("c.json", "{\"counters\": \"off\"}").dataplane())
        .isEqualTo(
            new DataplaneSettings(
                Failsafe.DEFAULTS,
                DEFAULT.failsafeScope(),
                DEFAULT.loopback(),
                DEFAULT.establishedFlows(),
                DEFAULT.conntrackInvalid(),
                false));
  }

  @Test
  void failsafesAsText() {
    assertThat(failsafes("tcp:[2001:db8::/32]:22, 6443"))
        .containsExactly(
            new Failsafe(6, 22, Optional.of(Prefix.parse("2001:db8::/32"))),
            new Failsafe(6, 6443, Optional.empty()));
    assertThat(failsafes("22")).containsExactly(new Failsafe(6, 22, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "[]", "''"})
  void failsafesCanBeNone(String value) {
    assertThat(failsafes(value)).isEmpty();
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnceInOrder() {
    AgentException e =
        refused(
            """
            lopback: police
            counters: yes
            failsafeInboundHostPorts:
              - {port: 65536}
              - {prot: TCP}
            """);
    assertThat(e).hasMessage("c.yaml: 5 things are wrong");
    assertThat(e.hint()).contains("docs/configuration.md");
    assertThat(e.details())
        .containsExactly(
            "c.yaml:1:1: lopback: unknown field; did you mean loopback?",
            "c.yaml:2:11: counters: \"yes\" is not known here; write on or off",
            "c.yaml:4:12: failsafeInboundHostPorts[0].port: \"65536\" is out of range;"
                + " a number from 0 to 65535",
            "c.yaml:5:5: failsafeInboundHostPorts[1].port: port is missing;"
                + " give a port from 0 to 65535",
            "c.yaml:5:6: failsafeInboundHostPorts[1].prot: unknown field;"
                + " known here: net, port, protocol");
  }

  private static List<Failsafe> failsafes(String value) {
    return ConfigurationReader.parse("c.yaml", "failsafeInboundHostPorts: " + value)
        .dataplane()
        .failsafes();
  }

  private static AgentException refused(String text) {
    return catchThrowableOfType(
        AgentException.class, () -> ConfigurationReader.parse("c.yaml", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost:80", "::1:80", "127.0.0.1", "127.0.0.1:70000", "[127.0.0.1]:1"})
  void whatIsNothingToListenOnIsRefused(String text) {
    assertThatThrownBy(() -> ConfigurationReader.parse("c.yaml", "metricsListen: \"" + text + "\""))
        .isInstanceOf(AgentException.class)
        .hasMessage("c.yaml:1:16: metricsListen: \"" + text + "\" is nothing to listen on");
  }
}
