package io.portcullis.integration.differential;

import io.portcullis.lab.packet.RawPacket;
import io.portcullis.policy.packet.Packet;

/**
 * One packet, as policy sees it and as it is sent.
 *
 * @param packet what the plain reading is asked
 * @param raw what goes over the link
 * @param fragmented whether it goes in fragments
 */
record Case(Packet packet, RawPacket raw, boolean fragmented) {}
