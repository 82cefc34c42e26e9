/**
 * Packets byte by byte, for traffic that no ordinary socket would send: any source address, any
 * protocol, fragments, extension headers. Values in, frames out; what enters here does no I/O.
 */
@NullMarked
package io.portcullis.lab.packet;

import org.jspecify.annotations.NullMarked;
