package io.portcullis.integration.packets;

/** A ruleset that a workload was not measured with, and why. */
record LeftOut(String workload, String variant, String reason) {}
