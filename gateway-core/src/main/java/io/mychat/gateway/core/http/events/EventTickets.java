package io.mychat.gateway.core.http.events;

import io.mychat.gateway.core.codec.Sha256;
import io.mychat.gateway.core.config.EventStreamConfig;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tickets for programs that cannot send a token in a header, such as {@code EventSource} of browsers. A ticket opens one
 * stream, soon, on this node; it may stand in a URL, where a token must not. Thread-safe: one lock over short steps.
 *
 * <p>Past the bound the user with most tickets loses the oldest one, so that nobody keeps the others out with many devices.
 */
final class EventTickets {

    private final Map<String, Ticket> byDigest = new LinkedHashMap<>();
    private final Map<Owner, String> digestOfOwner = new LinkedHashMap<>();
    private final Supplier<EventStreamConfig> limits;
    private final Supplier<String> secrets;
    private final TimeSource time;

    /** Who gets a ticket. */
    record Owner(String userId, String device) {}

    private record Ticket(Owner owner, String token, long endsAt) {}

    /** @param secrets makes tickets that nobody guesses */
    EventTickets(Supplier<EventStreamConfig> limits, Supplier<String> secrets, TimeSource time) {
        this.limits = limits;
        this.secrets = secrets;
        this.time = time;
    }

    /**
     * Makes a ticket.
     *
     * @param owner the user and device, whose earlier ticket ends
     * @return empty when there are too many, and nobody has more than this user
     */
    synchronized Optional<String> issue(Owner owner, String token) {
        removeEnded();
        String earlier = digestOfOwner.remove(owner);
        if (earlier != null) {
            byDigest.remove(earlier);
        }
        if (byDigest.size() >= limits.get().maxEventTickets() && !makeRoomFor(owner.userId())) {
            return Optional.empty();
        }
        String ticket = secrets.get();
        long endsAt = time.nanoTime() + limits.get().eventTicket().toNanos();
        String digest = Sha256.hex(ticket);
        byDigest.put(digest, new Ticket(owner, token, endsAt));
        digestOfOwner.put(owner, digest);
        return Optional.of(ticket);
    }

    private boolean makeRoomFor(String userId) {
        Map<String, Integer> counts = new HashMap<>();
        byDigest.values().forEach(ticket -> counts.merge(ticket.owner().userId(), 1, Integer::sum));
        int own = counts.getOrDefault(userId, 0);
        Optional<String> most = counts.entrySet().stream()
                .filter(entry -> entry.getValue() > own + 1)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
        return most.map(this::removeOldestOf).orElse(false);
    }

    private boolean removeOldestOf(String userId) {
        Iterator<Ticket> oldest = byDigest.values().iterator();
        while (oldest.hasNext()) {
            Ticket ticket = oldest.next();
            if (ticket.owner().userId().equals(userId)) {
                oldest.remove();
                digestOfOwner.remove(ticket.owner());
                return true;
            }
        }
        return false;
    }

    /** The access token behind a ticket, which ends with this call; empty when there is no such ticket. */
    synchronized Optional<String> take(String ticket) {
        removeEnded();
        Ticket taken = byDigest.remove(Sha256.hex(ticket));
        if (taken == null) {
            return Optional.empty();
        }
        digestOfOwner.remove(taken.owner());
        return Optional.of(taken.token());
    }

    synchronized int size() {
        removeEnded();
        return byDigest.size();
    }

    private void removeEnded() {
        Iterator<Ticket> oldest = byDigest.values().iterator();
        while (oldest.hasNext()) {
            Ticket ticket = oldest.next();
            if (ticket.endsAt() - time.nanoTime() > 0) {
                return;
            }
            oldest.remove();
            digestOfOwner.remove(ticket.owner());
        }
    }
}
