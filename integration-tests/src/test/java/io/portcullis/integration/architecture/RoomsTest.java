package io.portcullis.integration.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.portcullis.integration.architecture.Rooms.AGENT;
import static io.portcullis.integration.architecture.Rooms.ALL;
import static io.portcullis.integration.architecture.Rooms.API;
import static io.portcullis.integration.architecture.Rooms.CLI;
import static io.portcullis.integration.architecture.Rooms.COMPILER;
import static io.portcullis.integration.architecture.Rooms.CONTROL;
import static io.portcullis.integration.architecture.Rooms.DEMO;
import static io.portcullis.integration.architecture.Rooms.LAB;
import static io.portcullis.integration.architecture.Rooms.NETLINK;
import static io.portcullis.integration.architecture.Rooms.POLICY;
import static io.portcullis.integration.architecture.Rooms.SYS;

import org.junit.jupiter.api.Test;

/** Dependencies point one way, and only the agent touches the machine. */
class RoomsTest {

  @Test
  void netlinkKnowsNothingOfWhatUsesIt() {
    noClasses()
        .that()
        .resideInAPackage(NETLINK)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(POLICY, COMPILER, AGENT, CLI, LAB, API)
        .because("netlink/ is of use without the rest")
        .check(ALL);
  }

  @Test
  void policyKnowsNoKernelAndNoCompiler() {
    noClasses()
        .that()
        .resideInAPackage(POLICY)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(NETLINK, COMPILER, AGENT, CLI, LAB, API)
        .because("what a policy means does not depend on how it is enforced")
        .check(ALL);
  }

  @Test
  void theCompilerKnowsOfNetlinkOnlyTheModel() {
    noClasses()
        .that()
        .resideInAPackage(COMPILER)
        .should()
        .dependOnClassesThat(resideInAPackage(NETLINK).and(not(Rooms.model())))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(AGENT, CLI, LAB, API)
        .because("a compiler makes values; whoever holds a socket sends them")
        .check(ALL);
  }

  @Test
  void theControlApiDependsOnNothingHere() {
    noClasses()
        .that()
        .resideInAPackage(API)
        .should()
        .dependOnClassesThat(resideInAPackage("io.portcullis..").and(not(resideInAPackage(API))))
        .allowEmptyShould(true)
        .check(ALL);
  }

  @Test
  void theAgentKnowsNeitherItsCommandLineNorTheLab() {
    noClasses()
        .that()
        .resideInAPackage(AGENT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(CLI, LAB)
        .because("the lab is for trying things out, and must not be needed on a node")
        .check(ALL);
    noClasses()
        .that()
        .resideInAPackage(LAB)
        .and()
        .resideOutsideOfPackage(DEMO)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(CLI, AGENT, COMPILER, DEMO)
        .because("a lab that knew what it tests could not test it; the demo brings them together")
        .check(ALL);
    noClasses()
        .that()
        .resideInAPackage(DEMO)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(CLI)
        .check(ALL);
  }

  @Test
  void onlyTheAgentOpensFilesSocketsAndProcesses() {
    noClasses()
        .that()
        .resideOutsideOfPackages(AGENT, CLI, LAB, SYS)
        .should()
        .dependOnClassesThat(Machine.io())
        .check(ALL);
  }

  @Test
  void onlyTheAgentStartsThreads() {
    noClasses()
        .that()
        .resideOutsideOfPackages(AGENT, CLI, LAB, SYS)
        .should()
        .dependOnClassesThat(Machine.threads())
        .check(ALL);
  }

  @Test
  void theDaemonWaitsByAClockThatNobodySets() {
    noClasses()
        .that()
        .resideInAPackage("io.portcullis.agent.daemon..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Instant")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .because("a step of the machine's clock must not make it wait, or hurry")
        .check(ALL);
  }

  @Test
  void systemCallsAreMadeInOneRoom() {
    classes()
        .that()
        .resideInAnyPackage("io.portcullis..")
        .and()
        .resideOutsideOfPackage(SYS)
        .should()
        .onlyDependOnClassesThat(
            not(resideInAnyPackage("jnr.ffi..", "jnr.constants..", "com.kenai..")))
        .because("java.lang.foreign shall be able to replace jnr-ffi")
        .check(ALL);
  }

  @Test
  void librariesStayWhereTheyWereChosen() {
    onlyIn("org.snakeyaml..", "io.portcullis.policy.load..", AGENT, CLI);
    onlyIn("inet.ipaddr..", "io.portcullis.policy.address..");
    onlyIn("picocli..", CLI);
    onlyIn("com.fasterxml.jackson..", CLI, CONTROL);
    onlyIn("io.netty..", CONTROL);
    onlyIn("io.grpc..", CONTROL, API);
    onlyIn("io.micrometer..", "io.portcullis.agent.metrics..");
    onlyIn("com.sun.net.httpserver..", "io.portcullis.agent.metrics..");
    onlyIn("jnr.unixsocket..", "io.portcullis.agent.daemon..");
  }

  private static void onlyIn(String library, String... rooms) {
    noClasses()
        .that()
        .resideOutsideOfPackages(rooms)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(ALL);
  }
}
