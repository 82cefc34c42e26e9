package io.portcullis.integration.packets;

import java.util.Optional;

/** One way to enforce a policy. */
interface Variant {

  /** For tables and plots. */
  String name();

  /** Why a workload is not measured this way, in a few words; empty if it is. */
  Optional<String> leftOut(Workload workload);

  /** Puts the policy into an arena that has none yet. */
  void load(Arena arena, Workload workload) throws Exception;
}
