package io.portcullis.integration.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Every package says what it is for, knows no nulls, and is in no circle with another. */
class PackagesTest {

  /** So that a broken import of classes cannot make every rule hold. */
  @Test
  void allModulesAreLookedAt() {
    assertThat(packages())
        .contains(
            "io.portcullis.netlink",
            "io.portcullis.netlink.sys",
            "io.portcullis.netlink.nftables.codec",
            "io.portcullis.policy.load",
            "io.portcullis.compiler.lower",
            "io.portcullis.agent",
            "io.portcullis.lab.probe");
    assertThat(Rooms.ALL).hasSizeGreaterThan(250);
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> without = new TreeSet<>();
    for (String name : packages()) {
      JavaPackage room = Rooms.ALL.getPackage(name);
      if (!room.isAnnotatedWith(NullMarked.class)) {
        without.add(name);
      }
    }
    assertThat(without).as("packages without a @NullMarked package-info.java").isEmpty();
  }

  /**
   * In two packages a few classes at the door stand beside the model that the rest shares: they are
   * slices of their own here, and the model of nf_tables and its expressions are one.
   */
  @Test
  void noCircles() {
    slices().assignedFrom(new Parts()).should().beFreeOfCycles().check(Rooms.ALL);
  }

  private static Set<String> packages() {
    Set<String> names = new TreeSet<>();
    Rooms.ALL.forEach(type -> names.add(type.getPackageName()));
    return names;
  }

  private static final class Parts implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      if (!PackageMatcher.of("io.portcullis..").matches(type.getPackageName())) {
        return SliceIdentifier.ignore();
      }
      if (Rooms.conversation().test(type)) {
        return SliceIdentifier.of("io.portcullis.netlink.nftables: conversation");
      }
      if (type.getPackageName().equals("io.portcullis.netlink.nftables.expr")) {
        return SliceIdentifier.of("io.portcullis.netlink.nftables");
      }
      if (type.getName().equals("io.portcullis.compiler.PolicyCompiler")) {
        return SliceIdentifier.of("io.portcullis.compiler: door");
      }
      return SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
