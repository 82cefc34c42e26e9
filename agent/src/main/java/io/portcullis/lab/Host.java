package io.portcullis.lab;

import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * One machine or pod of the lab.
 *
 * @param name for people
 * @param namespace where it lives
 * @param v4 the address others know it by
 * @param v6 the address others know it by
 */
public record Host(String name, NetworkNamespace namespace, Address v4, Address v6) {

  /** A host in a new namespace. */
  static Host create(String name, String v4, String v6) {
    return new Host(name, NetworkNamespace.create(name), Address.parse(v4), Address.parse(v6));
  }

  /** Its address of one family. */
  public Address address(Family family) {
    return family == Family.V4 ? v4 : v6;
  }

  /**
   * Adds a route through a gateway.
   *
   * @param to an address and the length of its prefix, such as {@code 10.244.0.0/16}
   * @param gateway of the same family
   * @throws LabException if the kernel refuses
   */
  public void route(String to, String gateway) {
    try (Wiring wiring = Wiring.of(this)) {
      wiring.via(Wiring.prefix(to), gateway);
    }
  }

  /**
   * Writes kernel settings, given by their path below {@code /proc/sys/net}. That directory shows
   * the namespace of the thread that opens it.
   *
   * @throws LabException if the kernel has no such setting
   */
  public void sysctl(Map<String, String> settings) {
    try {
      namespace.call(
          () -> {
            for (var setting : settings.entrySet()) {
              Files.writeString(Path.of("/proc/sys/net", setting.getKey()), setting.getValue());
            }
            return true;
          });
    } catch (Exception e) {
      throw new LabException(name + ": cannot set " + settings, e);
    }
  }
}
