package io.portcullis.policy.load;

import java.util.regex.Pattern;

/** What Kubernetes and Calico take as names. */
final class Names {

  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
  private static final Pattern DNS_LABEL = Pattern.compile(LABEL);
  private static final Pattern DNS_SUBDOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
  private static final Pattern POLICY = Pattern.compile("(?:" + LABEL + "\\.)?" + LABEL);
  private static final Pattern QUALIFIED =
      Pattern.compile("[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern PORT = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");
  private static final int MAX_LABEL = 63;
  private static final int MAX_NAME = 253;
  private static final int MAX_PORT = 15;

  private Names() {}

  /** A DNS-1123 subdomain of at most 253 characters. */
  static boolean isSubdomain(String name) {
    return name.length() <= MAX_NAME && DNS_SUBDOMAIN.matcher(name).matches();
  }

  /** A DNS-1123 label of at most 63 characters. */
  static boolean isLabel(String name) {
    return name.length() <= MAX_LABEL && DNS_LABEL.matcher(name).matches();
  }

  /** One DNS label, or two with a dot between them ({@code globalNetworkPolicyNameRegex}). */
  static boolean isPolicyName(String name) {
    return name.length() <= MAX_NAME && POLICY.matcher(name).matches();
  }

  /** A qualified name: maybe a subdomain and a slash, then at most 63 characters. */
  static boolean isLabelKey(String key) {
    int slash = key.indexOf('/');
    String name = key.substring(slash + 1);
    return (slash < 0 || isSubdomain(key.substring(0, slash)))
        && name.length() <= MAX_LABEL
        && QUALIFIED.matcher(name).matches();
  }

  /** At most 63 characters, or none at all. */
  static boolean isLabelValue(String value) {
    return value.isEmpty() || (value.length() <= MAX_LABEL && QUALIFIED.matcher(value).matches());
  }

  /** {@code IANA_SVC_NAME}: at most 15 characters, one letter at least. */
  static boolean isPortName(String name) {
    return name.length() <= MAX_PORT
        && PORT.matcher(name).matches()
        && name.chars().anyMatch(c -> c >= 'a' && c <= 'z');
  }
}
