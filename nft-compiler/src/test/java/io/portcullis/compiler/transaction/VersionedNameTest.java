package io.portcullis.compiler.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names with and without versions. */
final class VersionedNameTest {

  @Test
  void aNameIsTakenApartAsItWasPutTogether() {
    for (String name :
        new String[] {"endpoint-1", "rule-a.b-c-0", "looks.7", "a.0", "a.", "a.01"}) {
      for (int version : new int[] {1, 2, 10}) {
        assertThat(VersionedName.logical(VersionedName.of(name, version))).isEqualTo(name);
      }
    }
  }

  @Test
  void theFirstVersionIsTheNameAlone() {
    assertThat(VersionedName.of("endpoint-1", 1)).isEqualTo("endpoint-1");
    assertThat(VersionedName.of("endpoint-1", 2)).isEqualTo("endpoint-1.2");
  }

  @Test
  void aFreshNameIsOneThatNothingHas() {
    assertThat(VersionedName.fresh("a", Set.of("a", "a.2", "b.3")::contains)).isEqualTo("a.3");
    assertThat(VersionedName.fresh("a", Set.of("a.2")::contains)).isEqualTo("a");
  }
}
