package io.portcullis.integration.scenario;

import io.portcullis.lab.Host;
import io.portcullis.lab.Topology;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a class of scenarios has: one lab for all of them, and names for its hosts. */
@ExtendWith(Tally.class)
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class Scenario {

  final Lab lab = Lab.create();
  final Node node = lab.node();
  final Wire wire = lab.wire();
  final Topology topology = lab.topology();
  final Host office = topology.office();
  final Host outside = topology.outside();
  final Host node1 = topology.node1();
  final Host node2 = topology.node2();
  final Host podA = topology.podA();
  final Host podB = topology.podB();
  final Host podC = topology.podC();

  @AfterAll
  void endLab() {
    lab.close();
  }
}
