package io.portcullis.integration.packets;

import io.portcullis.policy.address.Address;

/** What differs between packets of a stream. */
record Flow(Address source, int port) {}
