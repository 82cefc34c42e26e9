package io.portcullis.policy.selector;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Calico's names for selectors. */
public final class SelectorId {

  private SelectorId() {}

  /** {@code s:} and a hash of the canonical text in 38 letters, digits, - and _. */
  public static String of(Selector selector) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-224")
              .digest(("s:" + selector.canonical()).getBytes(StandardCharsets.UTF_8));
      return "s:" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-224", e);
    }
  }
}
