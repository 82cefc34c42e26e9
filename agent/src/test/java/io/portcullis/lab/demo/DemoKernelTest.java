package io.portcullis.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The demo itself, on the real kernel. */
class DemoKernelTest {

  @Test
  void theExampleDoesWhatItSays() {
    DemoResult result = Demo.run(Examples.NODEPORTS, line -> {});

    assertThat(result.text()).doesNotContain("WRONG");
    assertThat(result.asExpected()).isTrue();
    System.out.println(result.text());
  }
}
