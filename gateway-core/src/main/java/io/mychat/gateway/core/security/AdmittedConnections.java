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
 * Connections of one kind, in all and by address, and which of them makes room for another (protocol.md 1.5). Those without an
 * address group count in all only, and never make room. Guarded by its owner's lock.
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

    /** The connection of an address that has been silent for longest, where one has been for {@code idle}. */
    Optional<AcceptedConnection> longestIdle(@Nullable AddressGroup group, long now, long idle) {
        return group == null
                ? Optional.empty()
                : mostIdle(byAddress.getOrDefault(group, Set.of()), now).filter(member -> member.idle(now) >= idle);
    }

    /** The most idle connection of the address with most of them; of several such addresses, of the /48 with most. */
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
