package io.portcullis.netlink.nftables;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map that nobody can change any longer, so that it need not be copied again. */
final class Unchanging<K, V> extends AbstractMap<K, V> {

  private final Map<K, V> all;

  private Unchanging(Map<K, V> all) {
    this.all = Collections.unmodifiableMap(all);
  }

  /** A copy in the same order, or the map itself if it is one. */
  static <K, V> Map<K, V> of(Map<K, V> map) {
    return map instanceof Unchanging ? map : new Unchanging<>(new LinkedHashMap<>(map));
  }

  @Override
  public Set<Entry<K, V>> entrySet() {
    return all.entrySet();
  }

  @Override
  public Set<K> keySet() {
    return all.keySet();
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return all.containsKey(key);
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    return all.get(key);
  }
}
