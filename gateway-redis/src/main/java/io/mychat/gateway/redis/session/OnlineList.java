package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.Reply;
import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.OnlineUser;
import io.mychat.gateway.spi.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The users who are online: sorted sets of user ids, all with score 0 and therefore in the order of their bytes. A user's
 * set is chosen by the id. Pages are verified against the users' sessions. Immutable.
 */
final class OnlineList {

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

    long count() {
        return redis
                .all(IntStream.range(0, Keys.ONLINE_BUCKETS)
                        .mapToObj(bucket -> Command.read("ZCARD", redis.keys().online(bucket)))
                        .toList())
                .stream()
                .mapToLong(reply -> reply.number())
                .sum();
    }

    OnlinePage page(int limit, Optional<String> cursor) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1");
        }
        Position at = cursor.map(Position::parse).orElse(new Position(0, ""));
        List<OnlineUser> users = new ArrayList<>();
        while (at.bucket() < Keys.ONLINE_BUCKETS) {
            int wanted = limit - users.size();
            if (wanted == 0) {
                return new OnlinePage(users, Optional.of(at.toString()));
            }
            List<String> names = names(at, wanted);
            users.addAll(verified(names));
            at = names.size() < wanted
                    ? new Position(at.bucket() + 1, "")
                    : new Position(at.bucket(), names.get(names.size() - 1));
        }
        return new OnlinePage(users, Optional.empty());
    }

    /** Users of one set in order, whether they are still online or not. */
    List<String> names(int bucket, String after, int limit) {
        return names(new Position(bucket, after), limit);
    }

    private List<String> names(Position from, int limit) {
        String start = from.after().isEmpty() ? "-" : "(" + from.after();
        return Reply.texts(redis.call(
                Command.read("ZRANGEBYLEX", redis.keys().online(from.bucket()), start, "+", "LIMIT", 0, limit)));
    }

    private List<OnlineUser> verified(List<String> names) {
        List<Reply> replies = redis.all(names.stream().map(scripts::list).toList());
        List<OnlineUser> users = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            List<Session> sessions =
                    SessionScripts.sessions(Reply.texts(replies.get(i).get()));
            if (!sessions.isEmpty()) {
                users.add(new OnlineUser(names.get(i), sessions));
            }
        }
        return users;
    }
}
