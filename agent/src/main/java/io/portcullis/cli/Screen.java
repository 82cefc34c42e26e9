package io.portcullis.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A terminal that one thing after the other is shown on, or a file that they all go to. */
final class Screen implements AutoCloseable {

  private static final int ROWS = 24;
  private static final int COLUMNS = 80;

  // ECMA-48, and what xterm added: a second screen, the cursor.
  private static final String OTHER_SCREEN = "\033[?1049h\033[?25l";
  private static final String FIRST_SCREEN = "\033[?25h\033[?1049l";
  private static final String CLEAR = "\033[H\033[2J";

  private final PrintWriter out;
  private final boolean terminal;
  private final boolean whole;
  private final Thread restore = new Thread(this::restore, "screen");

  private Screen(PrintWriter out, boolean terminal, boolean whole) {
    this.out = out;
    this.terminal = terminal;
    this.whole = whole;
  }

  /**
   * One that is wiped before each thing, if it is a terminal.
   *
   * @param text whether people read it
   */
  static Screen wiped(PrintWriter out, boolean text) {
    return new Screen(out, text && Style.isTerminal(), false);
  }

  /** One of its own, if it is a terminal: what was there before comes back in the end. */
  static Screen whole(PrintWriter out, boolean text) {
    Screen screen = new Screen(out, text && Style.isTerminal(), true);
    if (screen.terminal) {
      // Most end by Ctrl-C.
      Runtime.getRuntime().addShutdownHook(screen.restore);
      out.print(OTHER_SCREEN);
    }
    return screen;
  }

  boolean isTerminal() {
    return terminal;
  }

  /** Before each thing. It is sent together with that, so that nothing flickers. */
  void begin() {
    if (terminal) {
      out.print(CLEAR);
    }
  }

  /** Rows and columns, or those of the first terminals if nobody tells. */
  static int[] size() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String told = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (stty.waitFor(1, TimeUnit.SECONDS) && told.matches("[1-9][0-9]{0,3} [1-9][0-9]{0,3}\n")) {
        String[] words = told.strip().split(" ", -1);
        return new int[] {Integer.parseInt(words[0]), Integer.parseInt(words[1])};
      }
    } catch (IOException e) {
      // There is no terminal, or no stty.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new int[] {ROWS, COLUMNS};
  }

  private void restore() {
    out.print(FIRST_SCREEN);
    out.flush();
  }

  @Override
  public void close() {
    if (terminal && whole) {
      restore();
      boolean unused = Runtime.getRuntime().removeShutdownHook(restore);
    }
  }
}
