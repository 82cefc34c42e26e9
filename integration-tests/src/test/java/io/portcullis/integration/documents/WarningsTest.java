package io.portcullis.integration.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.agent.PolicyFiles;
import io.portcullis.agent.Resolved;
import io.portcullis.compiler.lint.Session;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.resolve.HostLink;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody who starts from the example is warned of anything. */
class WarningsTest {

  private static List<String> findings(List<Session> sessions) {
    HostLink eth0 =
        new HostLink("eth0", List.of(Address.parse("192.0.2.11"), Address.parse("2001:db8::11")));
    return Resolved.of(
            PolicyFiles.read(List.of(Documents.ROOT.resolve("docs/examples/nodeports"))),
            "node1",
            List.of(eth0),
            DataplaneSettings.defaults(),
            sessions)
        .findings()
        .stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void theExampleHasNoFindings() {
    assertThat(findings(List.of())).isEmpty();
    assertThat(findings(Session.parse("203.0.113.9 50000 192.0.2.11 22").stream().toList()))
        .isEmpty();
  }

  @Test
  void overSshOnAnotherPortItIsSaidThatTheExampleDeniesIt() {
    assertThat(findings(Session.parse("203.0.113.9 50000 192.0.2.11 2222").stream().toList()))
        .singleElement()
        .asString()
        .contains("40-deny.yaml:20:7", "denies your own session");
  }
}
