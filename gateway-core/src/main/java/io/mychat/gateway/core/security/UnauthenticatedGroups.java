package io.mychat.gateway.core.security;

import io.mychat.gateway.core.security.UnauthenticatedConnections.Place;
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
 * Unauthenticated connections by address, and those of IPv6 by /48 besides, so that the largest group is found at once.
 * Remembers nothing about an address without connections. Guarded by its owner's lock.
 */
final class UnauthenticatedGroups {

    private static final Group NONE = new Group(1);

    private final Map<AddressGroup, Group> byAddress = new HashMap<>();
    private final Map<Long, Group> bySite = new HashMap<>();
    /** By weight, those of equal weight in the order in which they came to it. */
    private final NavigableMap<Integer, Set<Group>> byWeight = new TreeMap<>(Comparator.reverseOrder());

    private int total;

    /** Connections that belong together, the oldest first. */
    static final class Group {

        private final Set<Place> places = new LinkedHashSet<>();
        private final int weight;

        /** @param weight 2 for an address, 1 for a /48, which is many people's */
        private Group(int weight) {
            this.weight = weight;
        }

        Stream<Place> places() {
            return places.stream();
        }

        private int weight() {
            return places.size() * weight;
        }
    }

    void add(Place place) {
        total++;
        change(byAddress.computeIfAbsent(place.address, address -> new Group(2)), place, true);
        if (place.address.v6()) {
            change(bySite.computeIfAbsent(site(place.address), site -> new Group(1)), place, true);
        }
    }

    void remove(Place place) {
        total--;
        Group group = byAddress.get(place.address);
        if (change(group, place, false)) {
            byAddress.remove(place.address);
        }
        if (place.address.v6() && change(bySite.get(site(place.address)), place, false)) {
            bySite.remove(site(place.address));
        }
    }

    /** Changes a group; returns whether it is empty now. */
    private boolean change(@Nullable Group group, Place place, boolean added) {
        if (group == null) {
            return false;
        }
        Set<Group> equals = byWeight.get(group.weight());
        if (equals != null && equals.remove(group) && equals.isEmpty()) {
            byWeight.remove(group.weight());
        }
        if (added) {
            group.places.add(place);
        } else {
            group.places.remove(place);
        }
        if (group.places.isEmpty()) {
            return true;
        }
        byWeight.computeIfAbsent(group.weight(), weight -> new LinkedHashSet<>())
                .add(group);
        return false;
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
        return of(address).places.size();
    }

    Group of(AddressGroup address) {
        return byAddress.getOrDefault(address, NONE);
    }

    Stream<Group> largestFirst() {
        return byWeight.values().stream().flatMap(Collection::stream);
    }
}
