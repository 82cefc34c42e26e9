package io.portcullis.compiler.lower;

import io.portcullis.policy.address.Family;

/**
 * What the lowering of one endpoint class and family works in.
 *
 * @param draft what is made
 * @param outcomes shared by all classes
 * @param family of all packets that get here
 * @param name of the endpoint class and family; the first part of every name made here
 */
record Scope(RulesetDraft draft, OutcomeChains outcomes, Family family, String name) {

  /** A name in this scope. */
  String named(String suffix) {
    return name + "-" + suffix;
  }
}
