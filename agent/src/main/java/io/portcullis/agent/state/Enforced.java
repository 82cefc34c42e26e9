package io.portcullis.agent.state;

import io.portcullis.agent.Desired;
import io.portcullis.agent.HeldProof;
import io.portcullis.agent.Programmed;

/**
 * What the kernel was last seen to hold.
 *
 * @param revision of policy
 * @param desired policy and ruleset
 * @param programmed what it took; no operations if the kernel held it already
 * @param proof of what the kernel was brought to
 * @param millis how long that took
 */
public record Enforced(
    long revision, Desired desired, Programmed programmed, HeldProof proof, long millis) {}
