package io.portcullis.netlink.testkit;

import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.sys.Errno;
import java.util.Map;

/** Changes to the elements of a set. */
final class Elements {

  private Elements() {}

  /** Whether there was anything to add. */
  static boolean add(FakeTable table, String name, SetElements elements) {
    if (elements.size() == 0) {
      return false;
    }
    NftSet set = set(table, name);
    Map<FakeTable.ElementKey, NftSetElem> held = table.elementsOf(name);
    boolean any = false;
    for (int i = 0; i < elements.size(); i++) {
      NftSetElem element = elements.get(i);
      check(table, set, element);
      NftSetElem other = held.get(FakeTable.ElementKey.of(element));
      if (other != null) {
        Refusal.unless(other.data().equals(element.data()), Errno.EEXIST);
      } else {
        Refusal.unless(set.size() == 0 || held.size() < set.size(), ENFILE);
        held.put(FakeTable.ElementKey.of(element), element);
        any = true;
      }
    }
    return any;
  }

  /**
   * Whether there was anything to delete.
   *
   * @param destroy true to pass over elements that are not there
   */
  static boolean delete(FakeTable table, String name, SetElements elements, boolean destroy) {
    if (elements.size() == 0) {
      return false;
    }
    NftSet set = set(table, name);
    Map<FakeTable.ElementKey, NftSetElem> held = table.elementsOf(name);
    boolean any = false;
    for (int i = 0; i < elements.size(); i++) {
      NftSetElem element = elements.get(i);
      Refusal.unless(fits(set, element), Errno.EINVAL);
      boolean there = held.remove(FakeTable.ElementKey.of(element)) != null;
      Refusal.unless(there || destroy, Errno.ENOENT);
      any |= there;
    }
    return any;
  }

  /** Too many elements for the size that a set was given. */
  private static final int ENFILE = 23;

  private static NftSet set(FakeTable table, String name) {
    NftSet set = table.sets.get(name);
    if (set == null) {
      throw new Refusal(Errno.ENOENT);
    }
    return set;
  }

  private static boolean fits(NftSet set, NftSetElem element) {
    boolean catchall = (element.flags() & NftSetElem.F_CATCHALL) != 0;
    return catchall
        ? element.key().length() == 0
        : element.key().length() == set.keyLength()
            && element.keyEnd().map(end -> end.length() == set.keyLength()).orElse(true);
  }

  private static void check(FakeTable table, NftSet set, NftSetElem element) {
    Refusal.unless(fits(set, element), Errno.EINVAL);
    boolean end = (element.flags() & NftSetElem.F_INTERVAL_END) != 0;
    Refusal.unless(!end || (set.flags() & NftSet.F_INTERVAL) != 0, Errno.EINVAL);
    boolean object = element.data().filter(ElementData.OfObject.class::isInstance).isPresent();
    boolean map = (set.flags() & NftSet.F_MAP) != 0;
    boolean data = element.data().isPresent() && !object;
    Refusal.unless(data == (map && !end), Errno.EINVAL);
    Refusal.unless(object == ((set.flags() & NftSet.F_OBJECT) != 0 && !end), Errno.EINVAL);
    element
        .data()
        .ifPresent(
            of -> {
              if (of instanceof ElementData.OfVerdict verdict) {
                Refusal.unless(set.isVerdictMap(), Errno.EINVAL);
                Rules.target(table, verdict.verdict());
              } else if (of instanceof ElementData.OfValue value) {
                Refusal.unless(
                    !set.isVerdictMap() && value.value().length() == set.dataLength(),
                    Errno.EINVAL);
              } else if (of instanceof ElementData.OfObject named) {
                var key = new FakeTable.ObjectKey(named.name(), set.objectType());
                Refusal.unless(table.objects.containsKey(key), Errno.ENOENT);
              }
            });
  }
}
