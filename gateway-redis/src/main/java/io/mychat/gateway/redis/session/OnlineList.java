package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.OnlineUser;
import io.mychat.gateway.spi.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The list of online users: sorted sets of user ids, all with score 0 and therefore in the order of their bytes. The
 * user id chooses the set. Pages are verified against the sessions of the users. Immutable.
 */
final class OnlineList {

    /** As Redis has them. */
    private static final Comparator<String> BY_BYTES =
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final Redis redis;
    private final SessionScripts scripts;

    OnlineList(Redis redis, SessionScripts scripts) {
        this.redis = redis;
        this.scripts = scripts;
    }

    /** Enters a user, or takes one out. */
    static RedisCommand mark(Keys keys, String userId, boolean online) {
        String key = keys.online(Keys.onlineBucket(userId));
        return online ? RedisCommand.write("ZADD", key, 0, userId) : RedisCommand.write("ZREM", key, userId);
    }

    /** Enters users, with one command for each set. */
    static List<RedisCommand> enter(Keys keys, List<String> userIds) {
        Map<Integer, List<Object>> byBucket = new TreeMap<>();
        for (String userId : userIds) {
            List<Object> scoresAndUsers =
                    byBucket.computeIfAbsent(Keys.onlineBucket(userId), bucket -> new ArrayList<>());
            scoresAndUsers.add(0);
            scoresAndUsers.add(userId);
        }
        return byBucket.entrySet().stream()
                .map(part -> RedisCommand.write(
                        "ZADD", keys.online(part.getKey()), part.getValue().toArray()))
                .toList();
    }

    /** All sets have to answer. */
    long count(Deadline deadline) {
        return redis
                .all(
                        IntStream.range(0, Keys.ONLINE_BUCKETS)
                                .mapToObj(bucket ->
                                        RedisCommand.read("ZCARD", redis.keys().online(bucket)))
                                .toList(),
                        deadline)
                .stream()
                .mapToLong(reply -> reply.number())
                .sum();
    }

    /**
     * A page of the list. Sets that do not answer come last, and the page ends before them. Users whose sessions cannot
     * be read are omitted and counted.
     *
     * @param unwritten users who may be online but are not in the sets yet
     * @throws StoreUnavailableException when none of the remaining sets can be read in time
     */
    OnlinePage page(int limit, Optional<String> cursor, List<String> unwritten, Deadline deadline) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1");
        }
        OnlinePosition at = cursor.map(OnlinePosition::parse).orElse(OnlinePosition.START);
        PageInMaking page = new PageInMaking(limit);
        Map<Integer, NavigableSet<String>> more = byBucket(unwritten);
        int putOff = 0;
        while (page.wanted() > 0) {
            Part part;
            try {
                part = part(
                        at, page.wanted(), more.getOrDefault(at.bucket(), Collections.emptyNavigableSet()), deadline);
            } catch (StoreUnavailableException e) {
                putOff |= OnlinePosition.bit(at.bucket());
                if (!deadline.isOver() && at.canBePutOff(putOff)) {
                    at = at.putOff(putOff);
                    continue;
                }
                return page.endedBy(e, at);
            }
            Verified verified = verify(part.names(), deadline);
            if (verified.unknown() > 0
                    && deadline.isOver()
                    && (page.hasPart() || verified.users().isEmpty())) {
                // Perhaps they are unknown only because there was no time left: the next page has it.
                return page.endedBy(new StoreUnavailableException("Redis did not say in time who is online"), at);
            }
            page.add(verified);
            if (!part.isLast()) {
                at = at.after(part.names().get(part.names().size() - 1));
            } else if (at.hasNext()) {
                at = at.next();
            } else {
                return page.last();
            }
        }
        return page.endedBefore(at);
    }

    /** The content of a page during its construction. */
    private static final class PageInMaking {

        private final List<OnlineUser> users = new ArrayList<>();
        private final int limit;
        private int unknown;
        private boolean hasPart;

        PageInMaking(int limit) {
            this.limit = limit;
        }

        int wanted() {
            return limit - users.size() - unknown;
        }

        boolean hasPart() {
            return hasPart;
        }

        void add(Verified part) {
            users.addAll(part.users());
            unknown += part.unknown();
            hasPart = true;
        }

        OnlinePage last() {
            return new OnlinePage(users, Optional.empty(), unknown);
        }

        OnlinePage endedBefore(OnlinePosition next) {
            return new OnlinePage(users, Optional.of(next.toString()), unknown);
        }

        /** Without any part, there is no page. */
        OnlinePage endedBy(StoreUnavailableException failure, OnlinePosition next) {
            if (!hasPart) {
                throw failure;
            }
            return endedBefore(next);
        }
    }

    /**
     * Users of one set in order, whether they are still online or not.
     *
     * @param isLast whether the set has no more
     */
    private record Part(List<String> names, boolean isLast) {}

    private Part part(OnlinePosition at, int wanted, NavigableSet<String> unwritten, Deadline deadline) {
        List<String> listed = names(at.bucket(), at.after(), wanted, deadline);
        NavigableSet<String> all = new TreeSet<>(BY_BYTES);
        all.addAll(listed);
        all.addAll(unwritten.tailSet(at.after(), false));
        List<String> names = all.stream().limit(wanted).toList();
        return new Part(names, listed.size() < wanted && all.size() == names.size());
    }

    private static Map<Integer, NavigableSet<String>> byBucket(List<String> userIds) {
        Map<Integer, NavigableSet<String>> byBucket = new HashMap<>();
        userIds.forEach(user -> byBucket.computeIfAbsent(Keys.onlineBucket(user), bucket -> new TreeSet<>(BY_BYTES))
                .add(user));
        return byBucket;
    }

    /** Users of one set in order, whether they are still online or not. */
    List<String> names(int bucket, String after, int limit, Deadline deadline) {
        String start = after.isEmpty() ? "-" : "(" + after;
        RedisCommand range = RedisCommand.read(
                        "ZRANGEBYLEX", redis.keys().online(bucket), start, "+", "LIMIT", 0, limit)
                .byItself();
        return RedisReply.texts(redis.call(range, deadline));
    }

    /**
     * Those of some users who are online.
     *
     * @param unknown the number of users whose part of Redis did not answer
     */
    private record Verified(List<OnlineUser> users, int unknown) {}

    private Verified verify(List<String> names, Deadline deadline) {
        List<RedisReply> replies = redis.all(names.stream().map(scripts::list).toList(), deadline);
        List<OnlineUser> users = new ArrayList<>();
        int unknown = 0;
        for (int i = 0; i < names.size(); i++) {
            if (replies.get(i).isFailed()) {
                unknown++;
                continue;
            }
            List<Session> sessions =
                    scripts.answers().sessions(RedisReply.texts(replies.get(i).get()));
            if (!sessions.isEmpty()) {
                users.add(new OnlineUser(names.get(i), sessions));
            }
        }
        return new Verified(users, unknown);
    }
}
