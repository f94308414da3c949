package io.mychat.gateway.core.security;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one kind, in total and by address. Chooses the connection that makes room for another one
 * (protocol.md 1.5). A connection without an address group is counted in the total only, and never makes room. Guarded
 * by the owner's lock.
 */
final class AdmittedConnections {

    private final Map<AddressGroup, Set<AcceptedConnection>> byAddress = new HashMap<>();
    private int total;

    void add(AcceptedConnection member) {
        total++;
        AddressGroup group = member.group();
        if (group != null) {
            byAddress.computeIfAbsent(group, g -> new LinkedHashSet<>()).add(member);
        }
    }

    void remove(AcceptedConnection member) {
        total--;
        AddressGroup group = member.group();
        if (group != null) {
            byAddress.computeIfPresent(group, (g, members) -> {
                members.remove(member);
                return members.isEmpty() ? null : members;
            });
        }
    }

    int size() {
        return total;
    }

    int of(@Nullable AddressGroup group) {
        return group == null ? 0 : byAddress.getOrDefault(group, Set.of()).size();
    }

    /** The connection of an address with the longest silence, if that silence is at least {@code idle} nanoseconds. */
    Optional<AcceptedConnection> longestIdle(@Nullable AddressGroup group, long now, long idle) {
        return group == null
                ? Optional.empty()
                : mostIdle(byAddress.getOrDefault(group, Set.of()), now).filter(member -> member.idle(now) >= idle);
    }

    /**
     * The longest idle connection of the address with the most connections; among equal addresses, of the one whose /48
     * has the most.
     */
    Optional<AcceptedConnection> ofTheLargest(long now) {
        Map<AddressGroup, Integer> wide = new HashMap<>();
        byAddress.forEach((group, members) -> wide.merge(group.wide(), members.size(), Integer::sum));
        Set<AcceptedConnection> largest = Set.of();
        int inWide = 0;
        for (Map.Entry<AddressGroup, Set<AcceptedConnection>> entry : byAddress.entrySet()) {
            Set<AcceptedConnection> members = entry.getValue();
            int around = wide.getOrDefault(entry.getKey().wide(), 0);
            boolean larger = members.size() > largest.size() || (members.size() == largest.size() && around > inWide);
            if (larger && members.stream().anyMatch(AcceptedConnection::isIdle)) {
                largest = members;
                inWide = around;
            }
        }
        return mostIdle(largest, now);
    }

    private static Optional<AcceptedConnection> mostIdle(Collection<AcceptedConnection> members, long now) {
        return members.stream()
                .filter(AcceptedConnection::isIdle)
                .max(Comparator.comparingLong(member -> member.idle(now)));
    }
}
