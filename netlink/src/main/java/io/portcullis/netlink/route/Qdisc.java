package io.portcullis.netlink.route;

/**
 * A queueing discipline of a link: {@code struct tcmsg} and {@code TCA_KIND}. Those of kind {@code
 * clsact} and {@code ingress} hold filters and programs that packets meet as they come in.
 *
 * @param link index of the link that it is at
 * @param kind such as {@code fq_codel}
 */
public record Qdisc(int link, String kind) {}
