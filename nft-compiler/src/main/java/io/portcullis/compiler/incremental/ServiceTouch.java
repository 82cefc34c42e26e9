package io.portcullis.compiler.incremental;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Verdict;
import java.util.Optional;

/**
 * A service that goes elsewhere than before.
 *
 * @param map of services
 * @param key of the service
 * @param before where it went, if it was in the map
 * @param after where it goes, if it is
 */
record ServiceTouch(String map, Bytes key, Optional<Verdict> before, Optional<Verdict> after) {}
