package io.mychat.gateway.core.store;

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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The {@link SessionStore} of one process. It holds only the live sessions. Thread-safe.
 *
 * <p>A {@code login_seq} is the clock in microseconds, or one more than the highest number given so far to any user,
 * whichever is greater. It therefore rises for every user, also when the clock goes back, and nothing is kept for users
 * without sessions.
 *
 * <p>A user's sessions are an immutable list in login order, replaced under the user's lock (one of 64) and read
 * without a lock. The index by session id contains at least the sessions of the lists, and is never trusted alone.
 */
public final class InMemorySessionStore implements SessionStore {

    private static final int LOCKS = 64;

    private final TimeSource time;
    private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();
    private final Map<String, List<Session>> byUser = new ConcurrentHashMap<>();
    private final Map<String, Session> byId = new ConcurrentHashMap<>();
    private final AtomicLong highestSeq = new AtomicLong();

    public InMemorySessionStore(TimeSource time) {
        this.time = time;
    }

    @Override
    public LoginOutcome login(Session candidate, SeatRule rule) {
        synchronized (lockOf(candidate.userId())) {
            List<Session> before = sessionsOf(candidate.userId());
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

            Session seated = candidate.withLoginSeq(nextSeq());
            List<Session> after = new ArrayList<>(others);
            after.add(seated);
            byId.put(seated.id(), seated);
            store(candidate.userId(), after);
            displaced.forEach(loser -> forget(loser.session()));
            return new LoginOutcome.Admitted(seated, List.copyOf(displaced), List.copyOf(others));
        }
    }

    @Override
    public boolean remove(Session session) {
        synchronized (lockOf(session.userId())) {
            List<Session> before = sessionsOf(session.userId());
            for (Session held : before) {
                if (isSame(held, session)) {
                    store(session.userId(), without(before, held));
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
        return byUser.getOrDefault(userId, List.of());
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
        return byUser.size();
    }

    /** Copies and sorts the ids of all online users. It is meant for administrators, not for the way of a message. */
    @Override
    public OnlinePage online(int limit, Optional<String> cursor) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1");
        }
        String after = cursor.map(OnlineCursor::parse).orElse("");
        List<OnlineUser> users = byUser.entrySet().stream()
                .filter(user -> user.getKey().compareTo(after) > 0)
                .sorted(Map.Entry.comparingByKey())
                .limit(limit + 1L)
                .map(user -> new OnlineUser(user.getKey(), user.getValue()))
                .toList();
        return users.size() <= limit
                ? new OnlinePage(users, Optional.empty())
                : new OnlinePage(
                        users.subList(0, limit),
                        Optional.of(OnlineCursor.after(users.get(limit - 1).userId())));
    }

    /** Does nothing, since this store never loses a session by itself. */
    @Override
    public void attach(SessionOwner owner) {}

    private List<Session> removeIf(String userId, Predicate<Session> goes) {
        synchronized (lockOf(userId)) {
            List<Session> stay = new ArrayList<>();
            List<Session> gone = new ArrayList<>();
            sessionsOf(userId).forEach(held -> (goes.test(held) ? gone : stay).add(held));
            if (!gone.isEmpty()) {
                store(userId, stay);
                gone.forEach(this::forget);
            }
            return List.copyOf(gone);
        }
    }

    private static List<Session> without(List<Session> sessions, Session one) {
        return sessions.size() == 1
                ? List.of()
                : sessions.stream().filter(other -> !isSame(one, other)).toList();
    }

    private void store(String userId, List<Session> sessions) {
        if (sessions.isEmpty()) {
            byUser.remove(userId);
        } else {
            byUser.put(userId, List.copyOf(sessions));
        }
    }

    /** Removes by value: a newer login with the same session id has another {@code login_seq} and stays. */
    private void forget(Session session) {
        byId.remove(session.id(), session);
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
