package io.portcullis.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Capabilities;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1DaemonSet;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The manifest against the schema of Kubernetes' own API, in which an unknown field is a fault. */
final class ManifestTest {

  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "Namespace", V1Namespace.class,
          "ConfigMap", V1ConfigMap.class,
          "DaemonSet", V1DaemonSet.class);

  @Test
  void kubernetesKnowsEveryFieldOfIt() throws Exception {
    assertThat(objects()).hasSize(3);
  }

  @Test
  void theAgentIsOnEveryNodeWithOneCapability() throws Exception {
    V1PodSpec pod = pod();
    V1Container agent = pod.getContainers().get(0);

    assertThat(pod.getTolerations()).anyMatch(any -> "Exists".equals(any.getOperator()));
    assertThat(pod.getHostNetwork()).isTrue();
    assertThat(pod.getHostPID()).isNull();
    assertThat(agent.getSecurityContext().getCapabilities())
        .isEqualTo(new V1Capabilities().drop(List.of("ALL")).add(List.of("NET_ADMIN")));
    assertThat(agent.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(agent.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
  }

  /** What is mounted is what is there, and all that the agent writes to is mounted. */
  @Test
  void volumesAndTheirPlacesFit() throws Exception {
    V1PodSpec pod = pod();

    assertThat(pod.getContainers().get(0).getVolumeMounts())
        .extracting("name")
        .containsExactlyInAnyOrderElementsOf(
            pod.getVolumes().stream().map(volume -> (Object) volume.getName()).toList());
    assertThat(pod.getContainers().get(0).getVolumeMounts())
        .extracting("mountPath")
        .contains("/run/portcullis", "/var/lib/portcullis", "/tmp");
  }

  private static V1PodSpec pod() throws Exception {
    return objects().stream()
        .filter(V1DaemonSet.class::isInstance)
        .map(set -> ((V1DaemonSet) set).getSpec().getTemplate().getSpec())
        .findFirst()
        .orElseThrow();
  }

  private static List<Object> objects() throws Exception {
    List<Object> objects = new ArrayList<>();
    Load load = new Load(LoadSettings.builder().build());
    for (Object document : load.loadAllFromString(Files.readString(Built.MANIFEST))) {
      Class<?> kind = KINDS.get(((Map<?, ?>) document).get("kind"));
      objects.add(JSON.deserialize(JSON.serialize(document), kind));
    }
    return objects;
  }
}
