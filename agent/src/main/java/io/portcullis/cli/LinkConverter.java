package io.portcullis.cli;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.resolve.HostLink;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code eth0} or {@code eth0=192.0.2.11,2001:db8::11}. */
final class LinkConverter implements ITypeConverter<HostLink> {

  @Override
  public HostLink convert(String text) {
    int equals = text.indexOf('=');
    try {
      if (equals < 0) {
        return new HostLink(text, List.of());
      }
      List<Address> addresses =
          Arrays.stream(text.substring(equals + 1).split(",", -1)).map(Address::parse).toList();
      return new HostLink(text.substring(0, equals), addresses);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage() + "; write eth0=192.0.2.11,2001:db8::11");
    }
  }
}
