package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/**
 * Changes packet bytes, and the checksum that covers them: {@code nft_payload.c}.
 *
 * @param sreg the new bytes
 * @param base which header
 * @param offset bytes from its start, 0 to 255
 * @param length bytes, 1 to 64
 * @param checksumType {@link #NFT_PAYLOAD_CSUM_NONE} and others
 * @param checksumOffset where in the header the checksum is, bytes
 * @param checksumFlags {@link #NFT_PAYLOAD_L4CSUM_PSEUDOHDR}
 */
public record PayloadWrite(
    Register sreg,
    Payload.Base base,
    int offset,
    int length,
    int checksumType,
    int checksumOffset,
    int checksumFlags)
    implements Expression {

  /** Nothing to mend. */
  public static final int NFT_PAYLOAD_CSUM_NONE = 0;

  /** The internet checksum of RFC 1071. */
  public static final int NFT_PAYLOAD_CSUM_INET = 1;

  /** The CRC of SCTP. */
  public static final int NFT_PAYLOAD_CSUM_SCTP = 2;

  /** The bytes are also part of the transport header's pseudo-header. */
  public static final int NFT_PAYLOAD_L4CSUM_PSEUDOHDR = 1;

  public PayloadWrite {
    Checks.u8("the offset of payload in bytes", offset);
    Checks.registerBytes("the length of payload in bytes", length);
    Checks.between("the checksum type of payload", checksumType, 0, NFT_PAYLOAD_CSUM_SCTP);
    Checks.u8("the checksum offset of payload in bytes", checksumOffset);
    Checks.between("the checksum flags of payload", checksumFlags, 0, 1);
  }
}
