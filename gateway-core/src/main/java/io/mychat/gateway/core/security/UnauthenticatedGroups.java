package io.mychat.gateway.core.security;

import io.mychat.gateway.core.security.UnauthenticatedConnections.Permit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Connections without a login, grouped by address and, for IPv6, also by /48. The largest group is found without a
 * search. Remembers nothing about an address without connections. Guarded by the owner's lock.
 */
final class UnauthenticatedGroups {

    private static final Group NONE = new Group(1);

    private final Map<AddressGroup, Group> byAddress = new HashMap<>();
    private final Map<Long, Group> bySite = new HashMap<>();
    /** The groups by weight; groups of equal weight in the order in which they reached it. */
    private final NavigableMap<Integer, Set<Group>> byWeight = new TreeMap<>(Comparator.reverseOrder());

    /** An empty set that is in no map. */
    private @Nullable Set<Group> spare;

    private int total;

    /** The connections of one address or /48, the oldest first. */
    static final class Group {

        private final Set<Permit> permits = new LinkedHashSet<>();
        private final int weight;

        /** @param weight 2 for an address, 1 for a /48, since many people share it */
        private Group(int weight) {
            this.weight = weight;
        }

        Stream<Permit> permits() {
            return permits.stream();
        }

        private int weight() {
            return permits.size() * weight;
        }
    }

    void add(Permit permit) {
        total++;
        change(byAddress.computeIfAbsent(permit.address, address -> new Group(2)), permit, true);
        if (permit.address.v6()) {
            change(bySite.computeIfAbsent(site(permit.address), site -> new Group(1)), permit, true);
        }
    }

    void remove(Permit permit) {
        total--;
        Group group = byAddress.get(permit.address);
        if (change(group, permit, false)) {
            byAddress.remove(permit.address);
        }
        if (permit.address.v6() && change(bySite.get(site(permit.address)), permit, false)) {
            bySite.remove(site(permit.address));
        }
    }

    /** Changes a group. Returns whether it is empty now. */
    private boolean change(@Nullable Group group, Permit permit, boolean added) {
        if (group == null) {
            return false;
        }
        Set<Group> equals = byWeight.get(group.weight());
        if (equals != null && equals.remove(group) && equals.isEmpty()) {
            byWeight.remove(group.weight());
            spare = equals;
        }
        if (added) {
            group.permits.add(permit);
        } else {
            group.permits.remove(permit);
        }
        if (group.permits.isEmpty()) {
            return true;
        }
        byWeight.computeIfAbsent(group.weight(), weight -> emptySet()).add(group);
        return false;
    }

    /** A group that is alone with its weight takes its set along to the next weight. */
    private Set<Group> emptySet() {
        Set<Group> empty = spare;
        spare = null;
        return empty == null ? new LinkedHashSet<>() : empty;
    }

    private static long site(AddressGroup address) {
        return address.bits() >>> 16;
    }

    int total() {
        return total;
    }

    int size() {
        return byAddress.size();
    }

    int count(AddressGroup address) {
        return of(address).permits.size();
    }

    Group of(AddressGroup address) {
        return byAddress.getOrDefault(address, NONE);
    }

    Stream<Group> largestFirst() {
        return byWeight.values().stream().flatMap(Collection::stream);
    }
}
