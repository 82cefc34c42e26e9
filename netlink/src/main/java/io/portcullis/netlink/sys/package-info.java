/**
 * The C library, as far as netlink needs it: about a dozen calls behind one small interface, errno
 * as values, and network namespaces.
 *
 * <p>Everything that knows of jnr-ffi is in this package, so that {@code java.lang.foreign} can
 * take its place.
 */
@NullMarked
package io.portcullis.netlink.sys;

import org.jspecify.annotations.NullMarked;
