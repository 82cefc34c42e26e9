package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VisibleTest {

  @Test
  void writesOutWhatCannotBeSeen() {
    assertThat(Visible.text("a\nb")).as("a line break").isEqualTo("a\\nb");
    assertThat(Visible.text("a\u001b[2Jb")).as("an escape sequence").isEqualTo("a\\u001b[2Jb");
    assertThat(Visible.text("a\0b\u0085")).as("a NUL and a C1").isEqualTo("a\\u0000b\\u0085");
    assertThat(Visible.text("a\u2028b")).as("a line separator").isEqualTo("a\\u2028b");
    assertThat(Visible.text("a\u202eb")).as("from right to left").isEqualTo("a\\u202eb");
    assertThat(Visible.text("a\udc80b")).as("half of a pair").isEqualTo("a\\udc80b");
    assertThat(Visible.text("a\udb40\udc41")).as("a tag").isEqualTo("a\\U000e0041");
  }

  @Test
  void leavesTheRestAsItIs() {
    String text = "Z\u00fcrich \\n \ud83d\ude80";
    assertThat(Visible.text(text)).isSameAs(text);
  }
}
