package io.portcullis.agent;

import io.portcullis.policy.load.InvalidPolicyException;
import io.portcullis.policy.load.Problem;
import io.portcullis.policy.load.Settings;
import io.portcullis.policy.load.SettingsLoader;
import io.portcullis.policy.load.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads a configuration file as strictly as policy: what is not known is refused. */
public final class ConfigurationReader {

  /** The most bytes a configuration may have. */
  public static final int MAX_BYTES = 1 << 20;

  private ConfigurationReader() {}

  /**
   * Reads a file.
   *
   * @throws AgentException if it is not there, or says something invalid
   */
  public static Configuration read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw invalid(file + ": too large", "a configuration has at most 1 MiB");
      }
      return parse(file.toString(), Utf8.decode(bytes));
    } catch (CharacterCodingException e) {
      throw invalid(file + ": not UTF-8 text", "save the file as UTF-8").causedBy(e);
    } catch (NoSuchFileException e) {
      throw new AgentException(
              ExitCode.SOURCE_MISSING,
              file + ": no such configuration file",
              "leave --config out to run with the defaults")
          .causedBy(e);
    } catch (IOException e) {
      throw new AgentException(
              ExitCode.SOURCE_MISSING,
              file + ": cannot be read: " + e.getMessage(),
              "check that it is a file, and that this user may read it")
          .causedBy(e);
    }
  }

  /**
   * Reads text.
   *
   * @param name of the text, for messages
   * @throws AgentException if it says something invalid; its details, if any, are all that is wrong
   */
  public static Configuration parse(String name, String text) {
    try {
      Settings settings = SettingsLoader.load(new SourceText(name, text));
      return new Configuration(
          settings.dataplane(),
          settings.policyDir().map(ConfigurationReader::path),
          settings.nodeName(),
          settings.daemon(),
          settings.api());
    } catch (InvalidPolicyException e) {
      List<Problem> problems = e.problems();
      Problem first = problems.get(0);
      throw problems.size() == 1
          ? invalid(withoutHint(first), first.hint()).causedBy(e)
          : new AgentException(
                  ExitCode.CONFIG_INVALID,
                  name + ": " + problems.size() + " things are wrong",
                  "docs/configuration.md has every key",
                  problems.stream().map(Problem::toString).toList())
              .causedBy(e);
    }
  }

  private static Path path(Settings.Placed dir) {
    try {
      return Path.of(dir.text());
    } catch (InvalidPathException e) {
      Problem problem =
          new Problem(
              Problem.Kind.VALUE, dir.position(), "policyDir", "no path: " + e.getReason(), "");
      throw invalid(problem, "write the path of a directory").causedBy(e);
    }
  }

  private static Problem withoutHint(Problem problem) {
    return new Problem(problem.kind(), problem.position(), problem.field(), problem.message(), "");
  }

  private static AgentException invalid(Object what, String hint) {
    return new AgentException(ExitCode.CONFIG_INVALID, what.toString(), hint);
  }
}
