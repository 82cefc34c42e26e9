package io.portcullis.netlink.route;

import io.portcullis.netlink.Bytes;
import java.util.Optional;

/**
 * An address of a link: {@code struct ifaddrmsg} and some of {@code IFA_*}. Labels, lifetimes and
 * broadcast addresses are left out.
 *
 * @param link index
 * @param local the host's own address, with the length of the network it is in
 * @param peer the other end's, where the two ends of a link have different addresses
 * @param scope {@code RT_SCOPE_*}, see {@link Route}
 * @param flags {@code IFA_F_*}
 */
public record LinkAddress(int link, InetPrefix local, Optional<Bytes> peer, int scope, int flags) {

  /** {@code IFA_F_NODAD}: usable at once, without asking the link whether others have it. */
  public static final int IFA_F_NODAD = 0x2;

  /** {@code IFA_F_DADFAILED}: others have it, so that it is not used. */
  public static final int IFA_F_DADFAILED = 0x8;

  /** {@code IFA_F_TENTATIVE}: the link is still being asked. */
  public static final int IFA_F_TENTATIVE = 0x40;

  /** {@code IFA_F_PERMANENT}: has no lifetime. */
  public static final int IFA_F_PERMANENT = 0x80;

  /** An address for {@link Rtnetlink#add(LinkAddress)}, in scope of everybody. */
  public static LinkAddress of(int link, InetPrefix local, int flags) {
    return new LinkAddress(link, local, Optional.empty(), Route.RT_SCOPE_UNIVERSE, flags);
  }
}
