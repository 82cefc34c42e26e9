/**
 * Policy as users write it, on a real kernel, against real packets: each test is one rule of the
 * semantics. What enters here is a scenario or what every scenario needs; probes and packets belong
 * to the lab.
 */
@NullMarked
package io.portcullis.integration.scenario;

import org.jspecify.annotations.NullMarked;
