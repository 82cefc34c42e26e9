package io.portcullis.policy.resolve;

import io.portcullis.policy.ListChange;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.Profile;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.selector.Selector;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What selectors stand for: the expected addresses of host endpoints of the whole cluster, and the
 * nets of network sets. Kept while resources change, for the rules that use it.
 */
final class Members {

  private static final Resources NONE =
      new Resources(List.of(), List.of(), List.of(), List.of(), List.of());

  private record SetName(Optional<String> namespace, String name) {}

  private final Interner interner = new Interner();
  private final Selections<Nets> nets = new Selections<>();
  private final Selections<HostEndpoint> endpoints = new Selections<>();
  private final IdentityHashMap<Object, Labelled<Nets>> netsOf = new IdentityHashMap<>();
  private final IdentityHashMap<HostEndpoint, Labelled<HostEndpoint>> endpointOf =
      new IdentityHashMap<>();
  private final Map<Selection<Nets>, Addresses> held = new HashMap<>();
  private final Set<RuleWork> usersOfNames = new LinkedHashSet<>();
  private Resources resources = NONE;

  Members() {}

  Members(Resources resources) {
    Set<RuleWork> unused = update(resources);
  }

  /**
   * Takes up other resources; what is the same object is taken to be unchanged.
   *
   * @return the rules for which something is different
   */
  Set<RuleWork> update(Resources next) {
    Set<RuleWork> concerned = new LinkedHashSet<>();
    ListChange<HostEndpoint> ofEndpoints =
        next.profiles().equals(resources.profiles())
            ? ListChange.of(resources.hostEndpoints(), next.hostEndpoints())
            : new ListChange<>(resources.hostEndpoints(), next.hostEndpoints());
    ListChange<NetworkSet> ofSets = ListChange.of(resources.networkSets(), next.networkSets());
    resources = next;
    change(ofSets);
    if (!ofEndpoints.isEmpty()) {
      changeEndpoints(ofEndpoints);
      concerned.addAll(usersOfNames);
    }
    for (Selection<Nets> selection : nets.changed()) {
      Addresses of = held.get(selection);
      if (of != null && of.settle()) {
        concerned.addAll(of.users());
      }
    }
    endpoints.changed().forEach(Selection::settle);
    return concerned;
  }

  private void change(ListChange<NetworkSet> sets) {
    Map<SetName, Nets> before = new HashMap<>();
    for (NetworkSet set : sets.gone()) {
      before.put(name(set), remove(set));
    }
    for (NetworkSet set : sets.come()) {
      Nets known = before.get(name(set));
      add(
          set,
          set.meta().labels(),
          known == null ? new Nets(set.nets(), interner) : known.next(set.nets()));
    }
  }

  private static SetName name(NetworkSet set) {
    return new SetName(set.namespace(), set.meta().name());
  }

  private void add(Object resource, Map<String, String> labels, Nets value) {
    Labelled<Nets> thing = new Labelled<>(labels, value);
    netsOf.put(resource, thing);
    nets.add(thing);
  }

  private Nets remove(Object resource) {
    Labelled<Nets> thing = known(netsOf.remove(resource));
    nets.remove(thing);
    return thing.value();
  }

  private static <T> T known(@Nullable T thing) {
    return Objects.requireNonNull(thing, "a resource that was never added");
  }

  private void changeEndpoints(ListChange<HostEndpoint> change) {
    for (HostEndpoint endpoint : change.gone()) {
      Nets unused = remove(endpoint);
      endpoints.remove(known(endpointOf.remove(endpoint)));
    }
    Map<String, Profile> profiles = new HashMap<>();
    resources.profiles().forEach(profile -> profiles.put(profile.meta().name(), profile));
    for (HostEndpoint endpoint : change.come()) {
      Map<String, String> labels = labels(endpoint, profiles);
      Labelled<HostEndpoint> thing = new Labelled<>(labels, endpoint);
      endpointOf.put(endpoint, thing);
      endpoints.add(thing);
      List<Prefix> addresses =
          endpoint.expectedIps().stream().map(ip -> new Prefix(ip, ip.family().bits())).toList();
      add(endpoint, labels, new Nets(addresses, interner));
    }
  }

  /** An endpoint's labels: its own, then those of its profiles; the first to give one wins. */
  private static Map<String, String> labels(HostEndpoint endpoint, Map<String, Profile> profiles) {
    Map<String, String> labels = new HashMap<>(endpoint.meta().labels());
    for (String name : endpoint.profiles()) {
      Profile profile = profiles.get(name);
      if (profile != null) {
        profile.labelsToApply().forEach(labels::putIfAbsent);
      }
    }
    return labels;
  }

  /** Endpoints and which policies' selectors select them. */
  Selections<HostEndpoint> endpoints() {
    return endpoints;
  }

  /** One of the endpoints, with the labels that it inherits. */
  Labelled<HostEndpoint> labelled(HostEndpoint endpoint) {
    return known(endpointOf.get(endpoint));
  }

  /** Equal sets as one. */
  AddressSet intern(AddressSet set) {
    return interner.intern(set);
  }

  /** Keeps up for a rule what its selectors stand for, until {@link #release}. */
  void hold(RuleWork user) {
    for (Selector selector : user.selectors()) {
      Selection<Nets> selection = nets.hold(selector);
      held.computeIfAbsent(selection, key -> new Addresses(key, interner)).users().add(user);
    }
    for (Selector selector : user.nameSelectors()) {
      Selection<HostEndpoint> unused = endpoints.hold(selector);
      usersOfNames.add(user);
    }
  }

  /** A rule is no more. */
  void release(RuleWork user) {
    for (Selector selector : user.selectors()) {
      Selection<Nets> selection = nets.look(selector);
      Addresses of = held.get(selection);
      if (of != null && of.users().remove(user) && of.users().isEmpty()) {
        held.remove(selection);
      }
      nets.release(selection);
    }
    for (Selector selector : user.nameSelectors()) {
      endpoints.release(endpoints.look(selector));
      usersOfNames.remove(user);
    }
  }

  /** The addresses of everything that is selected. */
  AddressSet addresses(Selector selector, Family family) {
    return of(selector).of(family);
  }

  /** True if anything at all is selected. */
  boolean any(Selector selector) {
    return of(selector).any();
  }

  private Addresses of(Selector selector) {
    Selection<Nets> selection = nets.look(selector);
    Addresses known = held.get(selection);
    return known != null ? known : new Addresses(selection, interner);
  }

  /** A protocol and port, and the addresses that have it under some name. */
  record Service(int protocol, int port) implements Comparable<Service> {

    @Override
    public int compareTo(Service other) {
      return protocol != other.protocol
          ? Integer.compare(protocol, other.protocol)
          : Integer.compare(port, other.port);
    }
  }

  /**
   * What a port name stands for.
   *
   * @param selector whose endpoints count
   * @param protocols which protocols count
   */
  Map<Service, AddressSet> services(
      String name, Selector selector, ProtocolSet protocols, Family family) {
    // In an order that does not depend on the one in which endpoints came.
    Map<Service, AddressSet> out = new TreeMap<>();
    for (Labelled<HostEndpoint> thing : endpoints.look(selector).selected()) {
      HostEndpoint endpoint = thing.value();
      for (HostEndpoint.Port port : endpoint.ports()) {
        if (port.name().equals(name) && protocols.contains(port.protocol())) {
          for (Address ip : endpoint.expectedIps()) {
            if (ip.family() == family) {
              out.merge(
                  new Service(port.protocol(), port.port()),
                  AddressSet.of(new Prefix(ip, family.bits())),
                  AddressSet::union);
            }
          }
        }
      }
    }
    return out;
  }
}
