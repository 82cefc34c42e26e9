package io.portcullis.netlink.sys;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * The system calls this library makes. Addresses are passed as numbers: jnr-ffi converts a {@code
 * long} for nothing, a buffer for about 150 ns.
 *
 * <p>Public only because jnr-ffi implements it in a class loader of its own.
 *
 * <p>A call that fails returns -1; {@link #errno()} on the same thread, straight after, says why.
 */
public interface LibC {

  /** The one instance; loading it takes about 0.3 s. */
  LibC INSTANCE = LibraryLoader.create(LibC.class).failImmediately().load("c");

  int socket(int domain, int type, int protocol);

  int bind(int fd, long address, int addressLength);

  int setsockopt(int fd, int level, int name, long value, int length);

  int getsockopt(int fd, int level, int name, long value, long length);

  @ssize_t
  long send(int fd, long buffer, @size_t long length, int flags);

  @ssize_t
  long sendto(int fd, long buffer, @size_t long length, int flags, long address, int addressLength);

  @ssize_t
  long recv(int fd, long buffer, @size_t long length, int flags);

  int getsockname(int fd, long address, long length);

  int poll(long fds, long count, int timeout);

  int open(String path, int flags);

  int close(int fd);

  int unshare(int flags);

  int setns(int fd, int flags);

  int gettid();

  /** A call that libc has no name for. */
  long syscall(long number, int first, int second, int third);

  int if_nametoindex(String name);

  /** The number of the calling thread's last failure. */
  static int errno() {
    return Runtime.getSystemRuntime().getLastError();
  }
}
