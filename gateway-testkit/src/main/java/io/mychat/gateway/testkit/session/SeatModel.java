package io.mychat.gateway.testkit.session;

import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A simple model of the login policy: a list of the taken seats in login order. Tests compare it with a store or a
 * gateway. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class SeatModel {

    private final List<Seat> seats = new ArrayList<>();

    /** A session on a device. */
    public record Seat(String sessionId, String userId, DeviceKey device) {}

    /**
     * A login.
     *
     * @return the seats that were lost, with causes; empty when the login is refused and nothing changes
     */
    public Optional<Map<Seat, Cause>> login(Seat seat, SeatRule rule) {
        Map<Seat, Cause> losers = new LinkedHashMap<>();
        of(seat.userId())
                .filter(other -> other.device().equals(seat.device()))
                .forEach(other -> losers.put(other, Cause.REPLACED));
        List<Seat> rivals = of(seat.userId())
                .filter(other ->
                        other.device().platform().equals(seat.device().platform()) && !losers.containsKey(other))
                .toList();
        int tooMany = Math.max(0, rivals.size() + 1 - rule.maxDevices());
        rivals.subList(0, tooMany).forEach(oldest -> losers.put(oldest, Cause.KICKED));
        long after = of(seat.userId()).count() - losers.size() + 1;
        boolean overUserLimit = rule.maxSessionsPerUser() > 0 && after > rule.maxSessionsPerUser();
        boolean nobodyMakesRoom = tooMany > 0 && rule.whenFull() == WhenFull.REJECT;
        if (nobodyMakesRoom || overUserLimit) {
            return Optional.empty();
        }
        seats.removeAll(losers.keySet());
        seats.add(seat);
        return Optional.of(losers);
    }

    /** Removes seats for any reason, and returns them. */
    public List<Seat> leave(Predicate<Seat> who) {
        List<Seat> gone = seats.stream().filter(who).toList();
        seats.removeAll(gone);
        return gone;
    }

    /** A user's seats in login order. */
    public List<Seat> seatsOf(String userId) {
        return of(userId).toList();
    }

    /** All seats in login order. */
    public List<Seat> seats() {
        return List.copyOf(seats);
    }

    private Stream<Seat> of(String userId) {
        return seats.stream().filter(seat -> seat.userId().equals(userId));
    }
}
