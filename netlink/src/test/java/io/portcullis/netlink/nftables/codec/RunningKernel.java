package io.portcullis.netlink.nftables.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The enumerators of the kernel that runs, from the type information it carries: {@code
 * Documentation/bpf/btf.rst}. They are newer than any installed header may be. Of a name that
 * several enumerations have, the last value counts.
 */
final class RunningKernel {

  static final Path BTF = Path.of("/sys/kernel/btf/vmlinux");

  /** {@code BTF_KIND_*}. */
  private static final int ENUM = 6;

  /** Bytes that follow {@code struct btf_type}, by kind; times the number of members if so said. */
  private static final int[] AFTER = {0, 4, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 4, 0, 0};

  private static final int[] FOR_EACH = {
    0, 0, 0, 0, 12, 12, 8, 0, 0, 0, 0, 0, 0, 8, 0, 12, 0, 0, 0, 12
  };

  private RunningKernel() {}

  /** All of them, by name. */
  static Map<String, Integer> enumerators() throws Exception {
    ByteBuffer btf = ByteBuffer.wrap(Files.readAllBytes(BTF)).order(ByteOrder.nativeOrder());
    // struct btf_header: magic, version, flags, hdr_len, type_off, type_len, str_off, str_len.
    int header = btf.getInt(4);
    int at = header + btf.getInt(8);
    int end = at + btf.getInt(12);
    int strings = header + btf.getInt(16);
    Map<String, Integer> found = new TreeMap<>();
    while (at < end) {
      int info = btf.getInt(at + 4);
      int kind = info >>> 24 & 0x1f;
      int members = info & 0xffff;
      at += 12;
      for (int i = 0; kind == ENUM && i < members; i++) {
        found.put(text(btf, strings + btf.getInt(at + 8 * i)), btf.getInt(at + 8 * i + 4));
      }
      at += AFTER[kind] + members * FOR_EACH[kind];
    }
    return found;
  }

  private static String text(ByteBuffer btf, int from) {
    int end = from;
    while (btf.get(end) != 0) {
      end++;
    }
    byte[] name = new byte[end - from];
    btf.get(from, name);
    return new String(name, StandardCharsets.US_ASCII);
  }
}
