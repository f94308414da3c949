package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.record.EntryStamp;
import io.mychat.gateway.redis.chat.record.InboxEpoch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The newest entry that this gateway has seen in each recently used inbox. Scripts get it with every call and use it to
 * detect that an inbox has lost data. It is replaced only by an entry that a script has compared with it, or by an
 * entry that directly follows it. Other seen entries are kept beside it until the next call has compared both.
 *
 * <p>Thread-safe; this object's monitor guards all state.
 */
final class KnownInboxes {

    /** The most stamps of one inbox; concurrent calls for it cause at most this number. */
    private static final int MAX_UNCONFIRMED = 32;

    private final int limit;
    private final Set<String> unconfirmed = new LinkedHashSet<>();
    private long latestArrival;
    private final Map<String, Known> byUser;

    /** @param limit the most inboxes; beyond it the least recently used one is forgotten */
    KnownInboxes(int limit) {
        this.limit = limit;
        this.byUser = new RecentlyUsed<>(limit);
    }

    /**
     * The known entries of one epoch.
     *
     * @param newest the newest entry that was seen
     * @param previous the stamp of the entry before it; empty when it is unknown
     * @param unconfirmed entries that may not belong to the same life of the inbox as the newest
     */
    record Known(String epoch, EntryStamp newest, String previous, List<EntryStamp> unconfirmed) {

        Known {
            unconfirmed = List.copyOf(unconfirmed);
        }

        static final Known NOTHING = new Known("", EntryStamp.NONE, "", List.of());

        /** For the scripts: a line for each. */
        String evidence() {
            if (unconfirmed.isEmpty()) {
                return newest.text();
            }
            return Stream.concat(Stream.of(newest), unconfirmed.stream())
                    .map(EntryStamp::text)
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining("\n"));
        }

        /** Whether nothing but the newest entry has to be compared. */
        boolean isOnlyNewest() {
            return !epoch.isEmpty() && newest.isWhole() && unconfirmed.isEmpty();
        }

        private boolean has(EntryStamp stamp) {
            return stamp.equals(newest) || unconfirmed.contains(stamp);
        }
    }

    synchronized Known of(String userId) {
        return byUser.getOrDefault(userId, Known.NOTHING);
    }

    synchronized int size() {
        return byUser.size();
    }

    int limit() {
        return limit;
    }

    /**
     * Records an entry that a script has reported, after it had compared the inbox with the stamps known before the
     * call.
     *
     * @param before the stamps that were passed with the call
     * @param previous the stamp of the previous entry; empty when it is unknown
     * @return whether the entry is known to follow all entries seen meanwhile
     */
    synchronized boolean confirmed(String userId, Known before, String epoch, EntryStamp stamp, String previous) {
        Known now = of(userId);
        if (!now.epoch().equals(epoch)) {
            return changed(userId, now, epoch, stamp, previous);
        }
        List<EntryStamp> left = new ArrayList<>(now.unconfirmed());
        if (before.epoch().equals(epoch)) {
            left.removeIf(before::has);
        }
        boolean wasCompared = before.epoch().equals(epoch) && before.has(now.newest());
        return seen(userId, new Known(epoch, now.newest(), now.previous(), left), stamp, previous, wasCompared);
    }

    /**
     * Another gateway says that it has put this entry there. Nothing was compared.
     *
     * @return false when the entry does not, or may not, stand in line with what was seen: then the inbox is to be read
     */
    synchronized boolean heard(String userId, String epoch, EntryStamp stamp, String previous) {
        Known now = of(userId);
        if (now.epoch().isEmpty()) {
            return changed(userId, now, epoch, stamp, previous);
        }
        // The entry has another epoch, or earlier entries are unknown: the inbox is read.
        boolean isNext =
                now.epoch().equals(epoch) && stamp.number() <= now.newest().number() + 1;
        return !isNext || seen(userId, now, stamp, previous, previous.isEmpty());
    }

    private boolean changed(String userId, Known now, String epoch, EntryStamp stamp, String previous) {
        // A late answer of before says nothing: that epoch is known to be over.
        if (!InboxEpoch.isBefore(epoch, now.epoch())) {
            put(userId, new Known(epoch, stamp, previous, List.of()));
        }
        return true;
    }

    private boolean seen(String userId, Known now, EntryStamp stamp, String previous, boolean inLine) {
        EntryStamp newest = now.newest();
        if (stamp.number() > newest.number()) {
            boolean follows = inLine || !newest.isWhole() || newest.text().equals(previous);
            // The one that others were told of stays, and the other one is kept beside it.
            put(
                    userId,
                    follows
                            ? new Known(now.epoch(), stamp, previous, now.unconfirmed())
                            : new Known(now.epoch(), stamp, previous, with(now.unconfirmed(), newest)));
            return follows;
        }
        boolean isKnown = !stamp.isWhole()
                || stamp.equals(newest)
                || stamp.text().equals(now.previous())
                || (stamp.number() == newest.number() && !newest.isWhole());
        if (isKnown) {
            boolean saysMore = stamp.isWhole()
                    && stamp.number() == newest.number()
                    && now.previous().isEmpty();
            put(userId, saysMore ? new Known(now.epoch(), stamp, previous, now.unconfirmed()) : now);
        } else {
            put(userId, new Known(now.epoch(), newest, now.previous(), with(now.unconfirmed(), stamp)));
        }
        return isKnown;
    }

    private void put(String userId, Known known) {
        byUser.put(userId, known);
        latestArrival = Math.max(latestArrival, known.newest().arrivalMillis());
        if (!known.unconfirmed().isEmpty()) {
            unconfirmed.add(userId);
        }
    }

    private static List<EntryStamp> with(List<EntryStamp> some, EntryStamp one) {
        List<EntryStamp> all = new ArrayList<>(some);
        all.remove(one);
        all.add(one);
        return List.copyOf(all.subList(Math.max(0, all.size() - MAX_UNCONFIRMED), all.size()));
    }

    /** Takes the users whose inboxes are to be compared although no call is made for them. */
    synchronized List<String> takeUnconfirmed() {
        List<String> users = unconfirmed.stream()
                .filter(userId -> !of(userId).unconfirmed().isEmpty())
                .toList();
        unconfirmed.clear();
        return users;
    }

    /**
     * The users whose newest entry arrived within this time before the newest entry of all. An outage of Redis of any
     * length does not count, because no entry arrives during it.
     */
    synchronized List<String> arrivedWithin(Duration span) {
        List<String> users = new ArrayList<>();
        byUser.forEach((user, known) -> {
            long arrival = known.newest().arrivalMillis();
            if (arrival > 0 && latestArrival - arrival <= span.toMillis()) {
                users.add(user);
            }
        });
        return users;
    }
}
