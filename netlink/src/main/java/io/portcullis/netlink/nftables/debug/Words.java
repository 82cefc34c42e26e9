package io.portcullis.netlink.nftables.debug;

import io.portcullis.netlink.nftables.Register;
import java.util.Optional;
import java.util.StringJoiner;

/** Words with a space between them. */
final class Words {

  private final StringJoiner words = new StringJoiner(" ");

  Words add(String word) {
    words.add(word);
    return this;
  }

  /** Adds it unless {@code condition} holds. */
  Words unless(boolean condition, String word) {
    return condition ? this : add(word);
  }

  /** Adds a name and the number of a register, if there is one. */
  Words register(String name, Optional<Register> register) {
    register.ifPresent(known -> add(name + " " + known.number()));
    return this;
  }

  @Override
  public String toString() {
    return words.toString();
  }
}
