package io.portcullis.compiler.incremental;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mistakes that a compiler of changes is apt to make: what stands between two operations is lost or
 * taken from the wrong one. Operations are told apart element by element.
 */
final class MistakenOperations {

  private static final int PORT = 4;

  private final Ruleset before;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, List<NftOperation>> all = new LinkedHashMap<>();

  /** One element that comes or goes. */
  private record Step(boolean comes, String set, NftSetElem element) {

    boolean isOf(Step other) {
      return set.equals(other.set) && element.key().equals(other.element.key());
    }

    Step with(Bytes key, Optional<ElementData> data, UserData userData, List<Expression> more) {
      return new Step(
          true,
          set,
          new NftSetElem(
              key,
              element.keyEnd(),
              element.flags(),
              data,
              element.timeout(),
              more,
              userData,
              element.unknown()));
    }

    /** Where this one leads, at another key. */
    Step at(Bytes key) {
      return with(key, element.data(), element.userData(), element.expressions());
    }

    /** Where another one leads, at this key. */
    Step like(NftSetElem other) {
      return with(element.key(), other.data(), other.userData(), other.expressions());
    }
  }

  private MistakenOperations(Ruleset before, List<NftOperation> right) {
    this.before = before;
    for (NftOperation operation : right) {
      boolean comes = operation instanceof NftOperation.AddElements;
      String set =
          comes
              ? ((NftOperation.AddElements) operation).set()
              : ((NftOperation.DeleteElements) operation).set();
      SetElements elements =
          comes
              ? ((NftOperation.AddElements) operation).elements()
              : ((NftOperation.DeleteElements) operation).elements();
      for (int i = 0; i < elements.size(); i++) {
        steps.add(new Step(comes, set, elements.get(i)));
      }
    }
  }

  /** By what is wrong with them; some lead nowhere, and some mean the same. */
  static Map<String, List<NftOperation>> of(Ruleset before, List<NftOperation> right) {
    MistakenOperations mistaken = new MistakenOperations(before, right);
    mistaken.collect();
    return mistaken.all;
  }

  private void collect() {
    if (steps.size() > 1) {
      put("the last step is forgotten", steps.subList(0, steps.size() - 1));
      put("only the first step is done", steps.subList(0, 1));
    }
    for (Step step : steps) {
      if (step.comes()) {
        ofAddition(step);
      } else {
        ofDeletion(step);
      }
    }
  }

  private void ofAddition(Step step) {
    NftSetElem element = step.element();
    byte[] key = element.key().toArray();
    byte[] beside = key.clone();
    beside[lastUsed(key)] ^= 1;
    put("one prefix too many", plus(step.at(Bytes.of(beside))));
    byte[] protocol = key.clone();
    protocol[0] ^= 6 ^ 17;
    put("of another protocol", instead(step, step.at(Bytes.of(protocol))));
    if (key.length > PORT + 1 && key[PORT] != key[PORT + 1]) {
      byte[] port = key.clone();
      port[PORT] = key[PORT + 1];
      port[PORT + 1] = key[PORT];
      put("the bytes of a port are turned", instead(step, step.at(Bytes.of(port))));
    }
    if (!element.userData().isEmpty()) {
      Step silent = step.with(element.key(), element.data(), UserData.NONE, element.expressions());
      put("it does not say for which rule", instead(step, silent));
    }
    if (!element.expressions().isEmpty()) {
      Step uncounted = step.with(element.key(), element.data(), element.userData(), List.of());
      put("it does not count", instead(step, uncounted));
    }
    for (Step other : steps) {
      boolean alike = other.element().data().equals(element.data());
      if (!other.comes() && other.isOf(step)) {
        List<Step> neither = new ArrayList<>(steps);
        neither.removeAll(List.of(step, other));
        put("what turns does not turn", neither);
        List<Step> early = new ArrayList<>(steps);
        Collections.swap(early, steps.indexOf(step), steps.indexOf(other));
        put("what turns comes before it goes", early);
      } else if (!other.comes() && !alike && other.set().equals(step.set())) {
        put("it leads to where another one led", instead(step, step.like(other.element())));
      } else if (other.comes() && !alike) {
        put("it leads to where the next one is to", instead(step, step.like(other.element())));
      }
    }
  }

  private void ofDeletion(Step step) {
    SetElements held = before.elementsOf(step.set());
    for (int i = 0; i < held.size(); i++) {
      Step other = new Step(false, step.set(), held.get(i));
      if (steps.stream().noneMatch(other::isOf)) {
        put("one more goes", plus(other));
        break;
      }
    }
    for (String set : before.sets().keySet()) {
      SetElements others = before.elementsOf(set);
      for (int i = 0; !set.equals(step.set()) && i < others.size(); i++) {
        if (others.get(i).key().equals(step.element().key())) {
          put(
              "the same key of another map goes",
              instead(step, new Step(false, set, others.get(i))));
        }
      }
    }
  }

  private static int lastUsed(byte... key) {
    int last = key.length - 1;
    while (last > 0 && key[last] == 0) {
      last--;
    }
    return last;
  }

  private List<Step> plus(Step one) {
    List<Step> out = new ArrayList<>(steps);
    out.add(one);
    return out;
  }

  private List<Step> instead(Step step, Step other) {
    List<Step> out = new ArrayList<>(steps);
    out.set(steps.indexOf(step), other);
    return out;
  }

  private void put(String what, List<Step> some) {
    if (some.equals(steps)) {
      return;
    }
    List<NftOperation> operations = new ArrayList<>();
    for (Step step : some) {
      SetElements one = new SetElements.Listed(List.of(step.element()));
      operations.add(
          step.comes()
              ? new NftOperation.AddElements(
                  before.table().family(), before.table().name(), step.set(), one)
              : new NftOperation.DeleteElements(
                  before.table().family(), before.table().name(), step.set(), one));
    }
    all.putIfAbsent(what, operations);
  }
}
