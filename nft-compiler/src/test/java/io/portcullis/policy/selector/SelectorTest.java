package io.portcullis.policy.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3 of the semantics, fact by fact. */
class SelectorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "``                        ~ all()",
        "` `                       ~ all()",
        "all( )                    ~ all()",
        "a=='x'                    ~ a == \"x\"",
        "a == 'say \"hi\"'         ~ a == 'say \"hi\"'",
        "a != \"x\"                ~ a != \"x\"",
        "has( a/b.c-d_e )          ~ has(a/b.c-d_e)",
        "a in {'y','x',\"y\",}     ~ a in {\"x\", \"y\"}",
        "a in {}                   ~ a in {}",
        "a notin{'x'}              ~ a not in {\"x\"}",
        "a not  in {'x'}           ~ a not in {\"x\"}",
        "a contains'x'             ~ a contains \"x\"",
        "a startswith 'x'          ~ a starts with \"x\"",
        "a ends\twith 'x'          ~ a ends with \"x\"",
        "!a == 'x'                 ~ !a == \"x\"",
        "!!a == 'x'                ~ a == \"x\"",
        "! ! !has(a)               ~ !has(a)",
        "((has(a)))                ~ has(a)",
        "has(a)&&has(b)            ~ (has(a) && has(b))",
        "has(a) || has(b)&&has(c)  ~ (has(a) || (has(b) && has(c)))",
        "(has(a)||has(b))&&has(c)  ~ ((has(a) || has(b)) && has(c))",
        "!(has(a)||has(b))         ~ !(has(a) || has(b))",
        "in in {'in'}              ~ in in {\"in\"}",
        "has == 'x'                ~ has == \"x\"",
        "all == 'x'                ~ all == \"x\"",
        "not not in {'x'}          ~ not not in {\"x\"}",
        "global()                  ~ global()"
      })
  void canonicalForm(String text, String canonical) {
    Selector selector = Selector.parse(text == null ? "" : text);
    assertThat(selector.canonical()).isEqualTo(canonical);
    assertThat(Selector.parse(canonical).canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "a = 'x'          ~ 2",
        "a                ~ 1",
        "a == b           ~ 5",
        "'x' == a         ~ 0",
        "a == 'x          ~ 5",
        "a & b            ~ 2",
        "has(a) &&        ~ 9",
        "has(a) | has(b)  ~ 7",
        "()               ~ 1",
        "(has(a)          ~ 7",
        "has (a)          ~ 4",
        "has()            ~ 4",
        "all(x)           ~ 4",
        "a in {,'x'}      ~ 6",
        "a in 'x'         ~ 5",
        "a inx {'x'}      ~ 2",
        "a in {'x' 'y'}   ~ 10",
        "has(a) has(b)    ~ 7",
        "a == 'x' $       ~ 9",
        "a == 'x')        ~ 8"
      })
  void syntaxErrorsSayWhere(String text, int offset) {
    SelectorException e = catchThrowableOfType(SelectorException.class, () -> Selector.parse(text));
    assertThat(e).as(text).isNotNull();
    assertThat(e.offset()).as(e.getMessage()).isEqualTo(offset);
  }

  @Test
  void lineBreakIsNoBlank() {
    SelectorException e =
        catchThrowableOfType(SelectorException.class, () -> Selector.parse("has(a) &&\nhas(b)"));
    assertThat(e.offset()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a != 'x'", "a not in {'x'}", "!a == 'x'", "!has(a)", "a not in {}", "all()"})
  void holdsWithoutTheLabel(String text) {
    assertThat(Selector.parse(text).matches(Map.of("b", "x"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a == 'x'",
        "has(a)",
        "a contains ''",
        "a starts with ''",
        "a ends with ''",
        "a in {'x', ''}",
        "a == ''"
      })
  void failsWithoutTheLabel(String text) {
    assertThat(Selector.parse(text).matches(Map.of("b", "x"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "a == 'xyz'                     ~ true",
        "a == 'XYZ'                     ~ false",
        "a contains 'y'                 ~ true",
        "a starts with 'x'              ~ true",
        "a starts with 'y'              ~ false",
        "a ends with 'z'                ~ true",
        "a ends with 'x'                ~ false",
        "a in {}                        ~ false",
        "a not in {'xyz'}               ~ false",
        "empty == ''                    ~ true",
        "has(empty)                     ~ true",
        "has(a) && a == 'q' || has(a)   ~ true",
        "has(q) && has(a) || has(q)     ~ false",
        "!has(a) || has(a)              ~ true"
      })
  void evaluates(String text, boolean expected) {
    assertThat(Selector.parse(text).matches(Map.of("a", "xyz", "empty", ""))).isEqualTo(expected);
  }

  @Test
  void idIsAHashOfTheCanonicalForm() throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-224")
            .digest("s:a == \"x\"".getBytes(StandardCharsets.UTF_8));
    assertThat(SelectorId.of(Selector.parse("a=='x'")))
        .isEqualTo("s:" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash))
        .hasSize(40);
  }

  @Test
  void anyTextIsReadOrRefused() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> words =
        List.of(
            "a",
            "has(",
            ")",
            "(",
            "==",
            "!=",
            "&&",
            "||",
            "!",
            "'x'",
            "\"",
            "'",
            "{",
            "}",
            ",",
            " ",
            "in",
            "not",
            "starts with",
            "all()",
            "\n",
            "é",
            "\0",
            "&",
            "global(");
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.append(words.get(random.nextInt(words.size())));
      }
      try {
        Selector selector = Selector.parse(text.toString());
        read++;
        String canonical = selector.canonical();
        assertThat(Selector.parse(canonical).canonical())
            .as("seed %d: %s", seed, text)
            .isEqualTo(canonical);
      } catch (SelectorException e) {
        assertThat(e.offset()).as("seed %d: %s", seed, text).isBetween(0, text.length());
      }
    }
    assertThat(read).isGreaterThan(100);
  }

  @Test
  void nestingIsBounded() {
    assertThat(
            catchThrowableOfType(
                SelectorException.class, () -> Selector.parse("(".repeat(1_000_000))))
        .hasMessageContaining("parentheses");
    assertThat(Selector.parse("!".repeat(1_000_001) + "has(a)").canonical()).isEqualTo("!has(a)");
  }
}
