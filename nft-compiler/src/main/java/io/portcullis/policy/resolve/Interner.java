package io.portcullis.policy.resolve;

import io.portcullis.policy.address.AddressSet;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/** Equal address sets as one object, for as long as somebody uses it. */
final class Interner {

  private final Map<AddressSet, WeakReference<AddressSet>> known = new WeakHashMap<>();

  AddressSet intern(AddressSet set) {
    WeakReference<AddressSet> before = known.get(set);
    AddressSet same = before == null ? null : before.get();
    if (same != null) {
      return same;
    }
    known.put(set, new WeakReference<>(set));
    return set;
  }
}
