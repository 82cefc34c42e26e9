package io.portcullis.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image, loaded and run by an engine as the manifest says: nothing writable, one capability.
 */
final class ImageKernelTest {

  private static final String NAME = "portcullis-image-test-" + ProcessHandle.current().pid();

  @TempDir private Path directory = Path.of("");
  private NetworkNamespace namespace;
  private Programs programs;

  @BeforeEach
  void open() {
    assumeTrue(Built.program("podman").isPresent(), "skipped: there is no podman here");
    assumeTrue(Built.program("runc").isPresent(), "skipped: there is no runc here");
    assumeTrue(
        Files.exists(Path.of("/sys/fs/cgroup/pids"))
            || Files.exists(Path.of("/sys/fs/cgroup/cgroup.procs")),
        "skipped: no cgroups are mounted here, and runc wants them");
    namespace = NetworkNamespace.create("image");
    programs = new Programs(namespace::start);
  }

  @AfterEach
  void close() throws Exception {
    if (namespace != null) {
      podman("rm", "--force", "--ignore", "--time=1", NAME);
      // It leaves mounts in its store, in which the test's directory could not be deleted.
      podman("system", "reset", "--force");
      namespace.close();
    }
  }

  @Test
  void theAgentWorksInAContainer() throws Exception {
    Path policy = Files.createDirectory(directory.resolve("policy"));
    Files.writeString(policy.resolve("policy.yaml"), Built.POLICY);
    Path run = Files.createDirectory(directory.resolve("run"));
    Path state = Files.createDirectory(directory.resolve("state"));
    String image = podman("load", "--quiet", "--input", Built.IMAGE.toString());

    podman(
        "run",
        "--detach",
        "--name=" + NAME,
        "--network=host",
        "--log-driver=k8s-file",
        // Lower than anywhere: whoever runs this may not be let to raise a limit.
        "--ulimit=nofile=4096:4096",
        "--ulimit=nproc=512:512",
        "--read-only",
        "--read-only-tmpfs=false",
        "--tmpfs=/tmp:rw,exec,size=64m",
        "--cap-drop=all",
        "--cap-add=NET_ADMIN",
        "--security-opt=no-new-privileges",
        "--volume=" + policy + ":/etc/portcullis/policy:ro",
        "--volume=" + run + ":/run/portcullis",
        "--volume=" + state + ":/var/lib/portcullis",
        image.replaceFirst("^Loaded image[^:]*: *", "").strip(),
        "agent",
        "--policy-dir=/etc/portcullis/policy",
        "--node=node1");

    await("the rule", () -> programs.nft("list", "ruleset").contains("deny-all rule 0"));
    await("a status", () -> Files.exists(run.resolve("control.sock")));
    assertThat(podman("exec", NAME, "java", "@portcullis", "get")).contains("node1-eth0");
    assertThat(podman("exec", NAME, "java", "@portcullis", "status")).contains("ready       yes");
    assertThat(podman("stop", "--time=20", NAME)).contains(NAME);
    assertThat(podman("inspect", "--format={{.State.ExitCode}}", NAME)).contains("143");
    assertThat(programs.nft("list", "ruleset")).contains("deny-all rule 0");
  }

  private void await(String what, Callable<Boolean> there) throws Exception {
    for (int i = 0; i < 600; i++) {
      if (there.call()) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("there is not " + what + ":\n" + podman("logs", NAME));
  }

  /** With a store of its own, so that nobody's images and containers are met. */
  private String podman(String... arguments) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--runtime=runc",
                "--root=" + directory.resolve("store"),
                "--runroot=" + directory.resolve("runroot"),
                "--tmpdir=" + directory.resolve("podman"),
                "--storage-driver=vfs",
                "--cgroup-manager=cgroupfs",
                "--events-backend=none"));
    all.addAll(List.of(arguments));
    return programs.feed("podman", "", all.toArray(String[]::new));
  }
}
