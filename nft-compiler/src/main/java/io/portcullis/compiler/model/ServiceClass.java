package io.portcullis.compiler.model;

import java.util.List;

/**
 * Services (protocol and port, or ICMP type and code) that face the same rules. Compared by
 * identity: a model has one object per class.
 */
public final class ServiceClass {

  private final List<ClassRule> rules;

  ServiceClass(List<ClassRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** A class of its own, of rules in order. */
  public static ServiceClass of(List<ClassRule> rules) {
    return new ServiceClass(rules);
  }

  /** In order. */
  public List<ClassRule> rules() {
    return rules;
  }

  /** True if the source address alone decides. */
  public boolean onlySource() {
    return rules.stream().allMatch(ClassRule::onlySource);
  }
}
