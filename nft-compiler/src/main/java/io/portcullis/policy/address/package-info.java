/**
 * Addresses, prefixes and sets of them, as sorted primitive arrays.
 *
 * <p>IPv4 and IPv6 go the same ways: an address is 128 bits in two longs, and an IPv4 address uses
 * the low 32 of them.
 */
@NullMarked
package io.portcullis.policy.address;

import org.jspecify.annotations.NullMarked;
