package io.mychat.gateway.core.store;

import io.mychat.gateway.core.collection.ConcurrentKeyedBag;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.LoginOutcome.Displaced;
import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.OnlineUser;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionOwner;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@link SessionStore} of one process. It holds only the live sessions. Thread-safe.
 *
 * <p>A {@code login_seq} is the clock in microseconds, or one more than the highest number given so far to any user,
 * whichever is greater. It therefore rises for every user, also when the clock goes back, and nothing is kept for users
 * without sessions.
 *
 * <p>A user's sessions change in one step under the user's lock (one of 64), and are read in login order without it. The
 * index by session id contains at least these sessions, and is never trusted alone.
 */
public final class InMemorySessionStore implements SessionStore {

    private static final int LOCKS = 64;

    private final TimeSource time;
    private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();
    private final ConcurrentKeyedBag<String, Session> byUser = new ConcurrentKeyedBag<>(Session::userId);
    private final ConcurrentKeyedBag<String, Session> byId = new ConcurrentKeyedBag<>(Session::id);
    private final AtomicInteger users = new AtomicInteger();
    private final AtomicLong highestSeq = new AtomicLong();

    public InMemorySessionStore(TimeSource time) {
        this.time = time;
    }

    @Override
    public LoginOutcome login(Session candidate, SeatRule rule) {
        synchronized (lockOf(candidate.userId())) {
            List<Session> before = sessionsOf(candidate.userId());
            if (before.isEmpty() && rule.maxDevices() > 0) {
                return new LoginOutcome.Admitted(seat(candidate, List.of()), List.of(), List.of());
            }
            List<Session> others = new ArrayList<>(before);
            List<Displaced> displaced = new ArrayList<>();
            displace(others, s -> s.device().equals(candidate.device()), Cause.REPLACED, displaced);

            Predicate<Session> rival =
                    s -> s.device().platform().equals(candidate.device().platform());
            long tooMany = others.stream().filter(rival).count() - rule.maxDevices() + 1;
            if (tooMany > 0 && rule.whenFull() == WhenFull.REJECT) {
                return new LoginOutcome.NoFreeSeat();
            }
            for (; tooMany > 0; tooMany--) {
                Session oldest = others.stream().filter(rival).findFirst().orElseThrow();
                displace(others, oldest::equals, Cause.KICKED, displaced);
            }
            if (rule.maxSessionsPerUser() > 0 && others.size() >= rule.maxSessionsPerUser()) {
                return new LoginOutcome.NoFreeSeat();
            }

            List<Session> losers = new ArrayList<>(displaced.size());
            for (Displaced each : displaced) {
                losers.add(each.session());
            }
            return new LoginOutcome.Admitted(seat(candidate, losers), List.copyOf(displaced), List.copyOf(others));
        }
    }

    /** Puts a session in the place of others of its user. Called under the user's lock. */
    private Session seat(Session candidate, List<Session> losers) {
        Session seated = candidate.withLoginSeq(nextSeq());
        byId.change(seated.id(), bag -> {
            bag.all(seated.id()).forEach(bag::remove);
            bag.add(seated);
        });
        store(candidate.userId(), losers, seated);
        losers.forEach(this::forget);
        return seated;
    }

    @Override
    public boolean remove(Session session) {
        synchronized (lockOf(session.userId())) {
            for (Session held : sessionsOf(session.userId())) {
                if (isSame(held, session)) {
                    store(session.userId(), List.of(held), null);
                    forget(held);
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    public List<Session> removeDevices(String userId, DeviceSelector deviceSelector, Cause cause) {
        if (cause != Cause.KICKED && cause != Cause.REVOKED) {
            throw new IllegalArgumentException("a gateway does not end sessions for this cause: " + cause);
        }
        return removeIf(userId, held -> deviceSelector.contains(held.device()));
    }

    @Override
    public boolean isCurrent(Session session) {
        return sessionsOf(session.userId()).stream().anyMatch(held -> isSame(held, session));
    }

    @Override
    public List<Session> sessionsOf(String userId) {
        return byUser.all(userId);
    }

    @Override
    public Optional<Session> find(String sessionId) {
        return Optional.ofNullable(byId.get(sessionId))
                .map(Session::userId)
                .flatMap(userId -> sessionsOf(userId).stream()
                        .filter(held -> held.id().equals(sessionId))
                        .findFirst());
    }

    @Override
    public long onlineUsers() {
        return users.get();
    }

    /** Copies and sorts the ids of all online users. It is meant for administrators, not for the way of a message. */
    @Override
    public OnlinePage online(int limit, Optional<String> cursor) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1");
        }
        String after = cursor.map(OnlineCursor::parse).orElse("");
        List<OnlineUser> page = byUser.values().stream()
                .map(Session::userId)
                .filter(userId -> userId.compareTo(after) > 0)
                .sorted()
                .distinct()
                .map(userId -> new OnlineUser(userId, sessionsOf(userId)))
                .filter(user -> !user.sessions().isEmpty())
                .limit(limit + 1L)
                .toList();
        return page.size() <= limit
                ? new OnlinePage(page, Optional.empty())
                : new OnlinePage(
                        page.subList(0, limit),
                        Optional.of(OnlineCursor.after(page.get(limit - 1).userId())));
    }

    /** Does nothing, since this store never loses a session by itself. */
    @Override
    public void attach(SessionOwner owner) {}

    @Override
    public boolean neverWaits() {
        return true;
    }

    private List<Session> removeIf(String userId, Predicate<Session> goes) {
        synchronized (lockOf(userId)) {
            List<Session> gone = sessionsOf(userId).stream().filter(goes).toList();
            store(userId, gone, null);
            gone.forEach(this::forget);
            return gone;
        }
    }

    /** Changes a user's sessions in one step. Called under the user's lock. */
    private void store(String userId, List<Session> gone, @Nullable Session added) {
        int before = sessionsOf(userId).size();
        byUser.change(userId, bag -> {
            gone.forEach(bag::remove);
            if (added != null) {
                bag.add(added);
            }
        });
        boolean wasOnline = before > 0;
        boolean isOnline = before - gone.size() > 0 || added != null;
        if (wasOnline != isOnline) {
            users.addAndGet(isOnline ? 1 : -1);
        }
    }

    /** Removes exactly this one: a newer login with the same session id stays. */
    private void forget(Session session) {
        byId.change(session.id(), bag -> bag.remove(session));
    }

    private long nextSeq() {
        Instant now = time.now();
        long micros = Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000L), now.getNano() / 1_000);
        return highestSeq.updateAndGet(highest -> Math.max(highest + 1, micros));
    }

    private Object lockOf(String userId) {
        return locks[Math.floorMod(userId.hashCode(), LOCKS)];
    }

    private static boolean isSame(Session one, Session other) {
        return one.id().equals(other.id()) && one.loginSeq() == other.loginSeq();
    }

    private static void displace(List<Session> from, Predicate<Session> goes, Cause cause, List<Displaced> displaced) {
        from.stream().filter(goes).forEach(session -> displaced.add(new Displaced(session, cause)));
        from.removeIf(goes);
    }
}
