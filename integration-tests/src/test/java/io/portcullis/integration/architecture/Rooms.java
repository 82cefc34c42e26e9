package io.portcullis.integration.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes of all modules, and names for groups of them. */
final class Rooms {

  /** All that is shipped and written by hand; no tests, and none that only tests use. */
  static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("io/portcullis/testsupport/"))
          .withImportOption(location -> !location.contains("io/portcullis/api/v1/"))
          .importPackages("io.portcullis");

  static final String NETLINK = "io.portcullis.netlink..";
  static final String SYS = "io.portcullis.netlink.sys..";
  static final String POLICY = "io.portcullis.policy..";
  static final String COMPILER = "io.portcullis.compiler..";
  static final String AGENT = "io.portcullis.agent..";
  static final String CONTROL = "io.portcullis.agent.control..";
  static final String CLI = "io.portcullis.cli..";
  static final String LAB = "io.portcullis.lab..";
  static final String DEMO = "io.portcullis.lab.demo..";
  static final String API = "io.portcullis.api..";

  private static final String CONVERSATION =
      "NfTables|NftKernel|NftSession|Commit|BatchAnswers|Counts|Dump|ElementsByKey|Listings"
          + "|Failures|FaultPath";

  private Rooms() {}

  /**
   * The classes of io.portcullis.netlink.nftables that talk to a kernel, or make sense of what it
   * says, as opposed to the model they share the package with.
   */
  static DescribedPredicate<JavaClass> conversation() {
    return DescribedPredicate.describe(
        "the conversation with nf_tables",
        type ->
            type.getPackageName().equals("io.portcullis.netlink.nftables")
                && outermost(type).matches(CONVERSATION));
  }

  /** The model of nf_tables: objects, expressions, and the bytes in them. */
  static DescribedPredicate<JavaClass> model() {
    return DescribedPredicate.describe(
        "the nf_tables model",
        type ->
            !conversation().test(type)
                && (type.getPackageName().equals("io.portcullis.netlink.nftables")
                    || type.getPackageName().equals("io.portcullis.netlink.nftables.expr")
                    || type.getName().equals("io.portcullis.netlink.Bytes")
                    || type.getName().equals("io.portcullis.netlink.UnknownAttributes")));
  }

  /** The simple name of the top-level class a class stands in. */
  static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(Rooms::outermost).orElseGet(type::getSimpleName);
  }
}
