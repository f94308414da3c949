package io.mychat.gateway.auth;

import io.mychat.gateway.spi.auth.LoginOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The order in which passwords are checked, so that guesses delay the logins of others as little as possible.
 *
 * <p>The {@linkplain LoginSource sources} take turns (start-time fair queuing): the logins of a source are numbered
 * from the turn that is being served, so that no source waits for the many logins of another one. Recent failures of a
 * source are added to its turn numbers. Users at addresses of their earlier logins take precedence over all others,
 * which get at least every fourth check.
 *
 * <p>The queue is bounded. Sources with more recent failures than typing errors explain get at most an eighth of it.
 * While many sources fail, all logins from unknown addresses share a 32nd, which limits the waiting time of the honest
 * ones. Beyond these limits, the last login in the order loses its place. Not thread-safe.
 */
final class LoginQueue<T> {

    private static final int KNOWN_IN_A_ROW = 3;
    private static final int SUSPECTS_SHARE = 8;
    private static final int STRANGERS_SHARE_OF_A_FLOOD = 32;
    /** More recent failures of unknown sources than this are not typing errors. */
    private static final int MANY_FAILURES = 50;

    private static final int MAX_SOURCES = 10_000;
    private static final int LONGEST_NAME = 128;

    private final int capacity;
    private final LongSupplier nanoTime;
    private final List<Waiting<T>> waiting = new ArrayList<>();
    private final LinkedHashMap<String, LoginSource> sources = new LinkedHashMap<>(16, 0.75f, true);
    /** All unknown sources together. */
    private final LoginSource strangers;

    private long turn;
    private int knownInARow;

    private record Waiting<T>(LoginSource source, long turn, T item) {}

    /** The next login to check, and its source. */
    record Turn<T>(LoginSource source, T item) {}

    /** A place in the order; lower values come first. */
    private record Rank<T>(Waiting<T> of, double cost, int arrival) {}

    LoginQueue(int capacity, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.nanoTime = nanoTime;
        this.strangers = new LoginSource(false, nanoTime.getAsLong());
    }

    /**
     * Adds a login.
     *
     * @return the logins that have lost their places; the new login may be among them
     */
    List<T> add(String username, LoginOrigin origin, T item) {
        LoginSource source = source(username, origin);
        source.waits(1);
        waiting.add(new Waiting<>(source, source.takeTurn(turn), item));
        return trim();
    }

    /** Starts a turn at once; called when the queue is empty and a thread is free. */
    Turn<T> begin(String username, LoginOrigin origin, T item) {
        LoginSource source = source(username, origin);
        turn = source.takeTurn(turn);
        begin(source);
        return new Turn<>(source, item);
    }

    /** The next login; empty when none waits. */
    Optional<Turn<T>> next() {
        List<Rank<T>> order = order();
        if (order.isEmpty()) {
            return Optional.empty();
        }
        Optional<Rank<T>> stranger =
                order.stream().filter(rank -> !rank.of().source().isKnown()).findFirst();
        boolean isStrangersTurn = knownInARow >= KNOWN_IN_A_ROW && stranger.isPresent();
        Waiting<T> next = (isStrangersTurn ? stranger.get() : order.get(0)).of();
        knownInARow = next.source().isKnown() ? knownInARow + 1 : 0;
        leave(next);
        turn = Math.max(turn, next.turn());
        begin(next.source());
        return Optional.of(new Turn<>(next.source(), next.item()));
    }

    private void begin(LoginSource source) {
        source.begin();
        if (!source.isKnown()) {
            strangers.begin();
        }
    }

    /**
     * Ends a turn.
     *
     * @return the logins that lose their places because their source has failed
     */
    List<T> done(LoginSource source, boolean failed) {
        long now = nanoTime.getAsLong();
        source.end(failed, now);
        if (!source.isKnown()) {
            strangers.end(failed, now);
        }
        return failed ? trim() : List.of();
    }

    /** Removes a login that no longer waits. */
    void remove(T item) {
        waiting.stream().filter(one -> one.item().equals(item)).findFirst().ifPresent(this::giveUp);
    }

    int size() {
        return waiting.size();
    }

    /** Removes all logins and returns them. */
    List<T> clear() {
        List<Waiting<T>> all = List.copyOf(waiting);
        all.forEach(this::giveUp);
        return all.stream().map(Waiting::item).toList();
    }

    private void leave(Waiting<T> one) {
        waiting.remove(one);
        one.source().waits(-1);
    }

    private void giveUp(Waiting<T> one) {
        leave(one);
        one.source().returnTurn();
    }

    private List<T> trim() {
        if (waiting.size() <= Math.max(1, capacity / STRANGERS_SHARE_OF_A_FLOOD)) {
            // Fits the smallest share, whoever waits: nothing needs to be counted.
            return List.of();
        }
        long now = nanoTime.getAsLong();
        boolean isFlooded = strangers.failures(now) >= MANY_FAILURES;
        Share<T> suspects = new Share<>(waiting, one -> one.source().isSuspect(now), capacity / SUSPECTS_SHARE);
        Share<T> flood = new Share<>(
                waiting, one -> isFlooded && !one.source().isKnown(), capacity / STRANGERS_SHARE_OF_A_FLOOD);
        if (waiting.size() <= capacity && !suspects.isExceeded() && !flood.isExceeded()) {
            return List.of();
        }
        List<T> lost = new ArrayList<>();
        List<Rank<T>> order = order();
        for (int i = order.size() - 1; i >= 0; i--) {
            Waiting<T> last = order.get(i).of();
            if (waiting.size() > capacity || suspects.mustLose(last) || flood.mustLose(last)) {
                giveUp(last);
                lost.add(last.item());
                suspects.left(last);
                flood.left(last);
            }
        }
        return lost;
    }

    /** The part of the queue that a group of logins may use. */
    private static final class Share<T> {

        private final Predicate<Waiting<T>> members;
        private final int most;
        private int count;

        Share(List<Waiting<T>> all, Predicate<Waiting<T>> members, int most) {
            this.members = members;
            this.most = Math.max(1, most);
            this.count = (int) all.stream().filter(members).count();
        }

        boolean isExceeded() {
            return count > most;
        }

        boolean mustLose(Waiting<T> one) {
            return isExceeded() && members.test(one);
        }

        void left(Waiting<T> one) {
            count -= members.test(one) ? 1 : 0;
        }
    }

    /** All waiting logins in order. */
    private List<Rank<T>> order() {
        long now = nanoTime.getAsLong();
        List<Rank<T>> order = new ArrayList<>(waiting.size());
        for (Waiting<T> one : waiting) {
            order.add(new Rank<>(one, one.turn() + one.source().failures(now), order.size()));
        }
        order.sort(Comparator.comparing((Rank<T> rank) -> !rank.of().source().isKnown())
                .thenComparingDouble(Rank::cost)
                .thenComparingInt(Rank::arrival));
        return order;
    }

    private LoginSource source(String username, LoginOrigin origin) {
        // Addresses contain no spaces.
        String key = origin.known() ? cut(origin.address()) + ' ' + cut(username) : cut(origin.address());
        LoginSource source = sources.computeIfAbsent(key, one -> new LoginSource(origin.known(), nanoTime.getAsLong()));
        if (sources.size() > MAX_SOURCES) {
            LoginSource newest = source;
            sources.entrySet().stream()
                    .filter(entry ->
                            entry.getValue().isIdle() && !entry.getValue().equals(newest))
                    .findFirst()
                    .map(Map.Entry::getKey)
                    .ifPresent(sources::remove);
        }
        return source;
    }

    /** Limits the length of a name, which a client chooses. */
    private static String cut(String text) {
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + text.hashCode();
    }
}
