package io.portcullis.netlink.nftables.codec;

import java.util.Map;

final class WithoutUse {

  static final Map<String, Integer> NEWER = Map.of();

  private WithoutUse() {}

  static boolean holds(String name) {
    return name.endsWith("_MAX") || name.endsWith("_UNSPEC");
  }
}
