package io.portcullis.policy.address;

import inet.ipaddr.AddressStringParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.regex.Pattern;

/**
 * Text to addresses, strictly. The IPAddress library reads every dialect there is ("10/8",
 * "0x7f.1", "010.0.0.1"); policy must mean one thing to everybody, so its lenience is shut off
 * twice: by its parameters, and by the characters let through to it.
 */
final class AddressText {

  private static final Pattern V4 =
      Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
  private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

  private static final IPAddressStringParameters STRICT =
      new IPAddressStringParameters.Builder()
          .allowEmpty(false)
          .allowAll(false)
          .allowSingleSegment(false)
          .allowPrefix(false)
          .allowMask(false)
          .allowPrefixOnly(false)
          .setRangeOptions(AddressStringParameters.RangeParameters.NO_RANGE)
          .getIPv4AddressParametersBuilder()
          .allow_inet_aton(false)
          .getParentBuilder()
          .getIPv6AddressParametersBuilder()
          .allowZone(false)
          .allowBase85(false)
          .getParentBuilder()
          .toParams();

  private AddressText() {}

  static Address address(String text) {
    boolean v4 = V4.matcher(text).matches();
    if (!v4 && !(text.contains(":") && V6.matcher(text).matches())) {
      throw new IllegalArgumentException("\"" + text + "\" is not an IPv4 or IPv6 address");
    }
    IPAddress parsed = new IPAddressString(text, STRICT).getAddress();
    if (parsed == null || parsed.isMultiple()) {
      throw new IllegalArgumentException("\"" + text + "\" is not an IPv4 or IPv6 address");
    }
    return Address.of(parsed.getBytes());
  }

  static Prefix prefix(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      Address address = address(text);
      return new Prefix(address, address.family().bits());
    }
    Address address = address(text.substring(0, slash));
    String length = text.substring(slash + 1);
    if (!LENGTH.matcher(length).matches() || Integer.parseInt(length) > address.family().bits()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" has no prefix length from 0 to " + address.family().bits());
    }
    return Prefix.masking(address, Integer.parseInt(length));
  }
}
