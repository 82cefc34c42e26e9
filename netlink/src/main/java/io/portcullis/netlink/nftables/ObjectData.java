package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a stateful object is, as values; {@link
 * io.portcullis.netlink.nftables.codec.ObjectDataCodec} makes an {@link NftObject} of it, and reads
 * one.
 */
public sealed interface ObjectData {

  /**
   * An object that does what an expression does, for all who refer to it: counter, quota, limit,
   * connlimit, synproxy.
   */
  record Shared(Expression expression) implements ObjectData {}

  /**
   * {@code ct helper}: reads along in a protocol with secondary connections.
   *
   * @param helper the kernel's name of it, at most 15 bytes
   * @param l3proto {@code NFPROTO_*}; 0 for that of the table
   * @param l4proto {@code IPPROTO_*}
   */
  record CtHelper(String helper, int l3proto, int l4proto) implements ObjectData {}

  /**
   * {@code ct timeout}: how long connections are remembered.
   *
   * @param l3proto {@code NFPROTO_*}
   * @param l4proto {@code IPPROTO_*}
   * @param seconds by the protocol's number of the state, unsigned
   */
  record CtTimeout(int l3proto, int l4proto, Map<Integer, Integer> seconds) implements ObjectData {
    public CtTimeout {
      seconds = Collections.unmodifiableMap(new TreeMap<>(seconds));
    }
  }

  /**
   * {@code ct expectation}: connections to come that belong to this one.
   *
   * @param l3proto {@code NFPROTO_*}
   * @param l4proto {@code IPPROTO_*}
   * @param port destination, 0 to 65535
   * @param timeout milliseconds
   * @param size how many, 0 to 255
   */
  record CtExpectation(int l3proto, int l4proto, int port, int timeout, int size)
      implements ObjectData {
    public CtExpectation {
      if (port < 0 || port > 0xffff || size < 0 || size > 0xff) {
        throw new IllegalArgumentException(
            "an expectation has a port of 0 to 65535 and a size of 0 to 255, not "
                + port
                + " and "
                + size);
      }
    }
  }

  /** {@code secmark}: a security context, at most 255 bytes. */
  record Secmark(String context) implements ObjectData {}

  /**
   * {@code tunnel}: what is put around packets that leave by a tunnel device.
   *
   * @param id unsigned
   * @param source 4 or 16 bytes; one of source and destination at least
   * @param destination 4 or 16 bytes
   * @param flowLabel of IPv6, 0 for none
   * @param flags {@link #NFT_TUNNEL_F_ZERO_CSUM_TX} and others
   * @param tos type of service
   * @param ttl time to live, 0 for the route's
   * @param sourcePort 0 for none
   * @param destinationPort 0 for none
   * @param options payload of {@code NFTA_TUNNEL_KEY_OPTS}, empty for none; see {@link
   *     TunnelOption}
   */
  record Tunnel(
      int id,
      Optional<Bytes> source,
      Optional<Bytes> destination,
      int flowLabel,
      int flags,
      int tos,
      int ttl,
      int sourcePort,
      int destinationPort,
      Bytes options)
      implements ObjectData {

    /** No checksum in IPv4's UDP header. */
    public static final int NFT_TUNNEL_F_ZERO_CSUM_TX = 1;

    /** Not to be fragmented. */
    public static final int NFT_TUNNEL_F_DONT_FRAGMENT = 2;

    /** With sequence numbers. */
    public static final int NFT_TUNNEL_F_SEQ_NUMBER = 4;

    public Tunnel {
      int family = destination.or(() -> source).map(Bytes::length).orElse(0);
      int other = source.map(Bytes::length).orElse(family);
      if ((family != 4 && family != 16) || other != family) {
        throw new IllegalArgumentException(
            "a tunnel has addresses of 4 bytes, or of 16, not of " + other + " and " + family);
      }
    }
  }
}
