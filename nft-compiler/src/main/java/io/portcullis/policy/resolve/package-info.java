/**
 * From resources to what applies on one node: policies in order, selectors as address sets,
 * endpoints on interfaces.
 *
 * <p>Follows Felix: {@code calc/policy_sorter.go}, {@code calc/rule_scanner.go}, {@code
 * labelindex/named_port_index.go}, {@code dataplane/linux/endpoint_mgr.go}.
 */
@NullMarked
package io.portcullis.policy.resolve;

import org.jspecify.annotations.NullMarked;
