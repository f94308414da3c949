package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.Reply;
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
 * The users who are online: sorted sets of user ids, all with score 0 and therefore in the order of their bytes. A user's
 * set is chosen by the id. Pages are verified against the users' sessions. Immutable.
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

    /** Where a page begins: in a set, after a user. Written as {@code <set>:<user>}. */
    private record Position(int bucket, String after) {

        static Position parse(String text) {
            int colon = text.indexOf(':');
            try {
                Position position = new Position(
                        Integer.parseInt(text.substring(0, Math.max(0, colon))), text.substring(colon + 1));
                if (position.bucket >= 0 && position.bucket < Keys.ONLINE_BUCKETS) {
                    return position;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("not a cursor of this list", e);
            }
            throw new IllegalArgumentException("not a cursor of this list");
        }

        @Override
        public String toString() {
            return bucket + ":" + after;
        }
    }

    /** Enters a user, or takes one out. */
    static Command mark(Keys keys, String userId, boolean online) {
        String key = keys.online(Keys.onlineBucket(userId));
        return online ? Command.write("ZADD", key, 0, userId) : Command.write("ZREM", key, userId);
    }

    /** Enters users, with one command for each set. */
    static List<Command> enter(Keys keys, List<String> userIds) {
        Map<Integer, List<Object>> byBucket = new TreeMap<>();
        for (String userId : userIds) {
            List<Object> scoresAndUsers =
                    byBucket.computeIfAbsent(Keys.onlineBucket(userId), bucket -> new ArrayList<>());
            scoresAndUsers.add(0);
            scoresAndUsers.add(userId);
        }
        return byBucket.entrySet().stream()
                .map(part -> Command.write(
                        "ZADD", keys.online(part.getKey()), part.getValue().toArray()))
                .toList();
    }

    /** All sets have to answer. */
    long count(Deadline deadline) {
        return redis
                .all(
                        IntStream.range(0, Keys.ONLINE_BUCKETS)
                        .mapToObj(bucket -> Command.read("ZCARD", redis.keys().online(bucket)))
                        .toList(), deadline)
                .stream()
                .mapToLong(reply -> reply.number())
                .sum();
    }

    /**
     * A page. It ends early in front of a set that does not answer, and leaves out, and counts, users whose sessions cannot
     * be read.
     *
     * @param unwritten users who may be online and not be in the sets yet
     * @throws StoreUnavailableException when the set in which it begins does not answer
     */
    OnlinePage page(int limit, Optional<String> cursor, List<String> unwritten, Deadline deadline) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1");
        }
        Position start = cursor.map(Position::parse).orElse(new Position(0, ""));
        Map<Integer, NavigableSet<String>> more = byBucket(unwritten);
        List<OnlineUser> users = new ArrayList<>();
        int unknown = 0;
        Position at = start;
        while (at.bucket() < Keys.ONLINE_BUCKETS) {
            int wanted = limit - users.size() - unknown;
            if (wanted == 0) {
                return new OnlinePage(users, Optional.of(at.toString()), unknown);
            }
            Part part;
            try {
                part = part(at, wanted, more.getOrDefault(at.bucket(), Collections.emptyNavigableSet()), deadline);
            } catch (StoreUnavailableException e) {
                if (at.equals(start)) {
                    throw e;
                }
                return new OnlinePage(users, Optional.of(at.toString()), unknown);
            }
            Verified verified = verify(part.names(), deadline);
            if (verified.isCutShort(deadline) && !at.equals(start)) {
                // The next page has the time for it.
                return new OnlinePage(users, Optional.of(at.toString()), unknown);
            }
            if (verified.isCutShort(deadline) && verified.users().isEmpty()) {
                throw new StoreUnavailableException("Redis did not say in time who is online");
            }
            users.addAll(verified.users());
            unknown += verified.unknown();
            at = part.next();
        }
        return new OnlinePage(users, Optional.empty(), unknown);
    }

    /** Users of one set in order, whether they are still online or not, and where to go on. */
    private record Part(List<String> names, Position next) {}

    private Part part(Position at, int wanted, NavigableSet<String> unwritten, Deadline deadline) {
        List<String> listed = names(at.bucket(), at.after(), wanted, deadline);
        NavigableSet<String> all = new TreeSet<>(BY_BYTES);
        all.addAll(listed);
        all.addAll(unwritten.tailSet(at.after(), false));
        List<String> names = all.stream().limit(wanted).toList();
        boolean isEnd = listed.size() < wanted && all.size() == names.size();
        return new Part(
                names,
                isEnd
                        ? new Position(at.bucket() + 1, "")
                        : new Position(at.bucket(), names.get(names.size() - 1)));
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
        Command range = Command.read("ZRANGEBYLEX", redis.keys().online(bucket), start, "+", "LIMIT", 0, limit);
        return Reply.texts(redis.call(range, deadline));
    }

    /**
     * Those of some users who are online.
     *
     * @param unknown of how many nobody can say
     */
    private record Verified(List<OnlineUser> users, int unknown) {

        /** Whether somebody is unknown perhaps only because there was no time left. */
        boolean isCutShort(Deadline deadline) {
            return unknown > 0 && deadline.isOver();
        }
    }

    private Verified verify(List<String> names, Deadline deadline) {
        List<Reply> replies = redis.all(names.stream().map(scripts::list).toList(), deadline);
        List<OnlineUser> users = new ArrayList<>();
        int unknown = 0;
        for (int i = 0; i < names.size(); i++) {
            if (replies.get(i).isFailed()) {
                unknown++;
                continue;
            }
            List<Session> sessions =
                    SessionScripts.sessions(Reply.texts(replies.get(i).get()));
            if (!sessions.isEmpty()) {
                users.add(new OnlineUser(names.get(i), sessions));
            }
        }
        return new Verified(users, unknown);
    }
}
