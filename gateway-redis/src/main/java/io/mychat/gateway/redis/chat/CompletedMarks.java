package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.record.PendingDelivery;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Completed marks that wait for their removal: by the next message of their bucket, at no cost, or in batches by
 * {@link #flush}. A mark that is lost here only costs the sweep a step, so removals are not retried, and marks beyond
 * the bound are dropped. Thread-safe; this object's monitor guards the map.
 */
final class CompletedMarks {

    private static final int MAX_WAITING = 50_000;
    private static final int MAX_WITH_ONE_MESSAGE = 32;

    private final ChatKeys keys;
    private final Map<Integer, List<String>> done = new HashMap<>();
    private int waiting;

    CompletedMarks(ChatKeys keys) {
        this.keys = keys;
    }

    /** The message is in both inboxes, or will never be. */
    synchronized void done(PendingDelivery mark) {
        if (waiting < MAX_WAITING) {
            done.computeIfAbsent(ChatKeys.bucket(mark.chat()), bucket -> new ArrayList<>(2))
                    .add(mark.text());
            waiting++;
        }
    }

    /** Takes marks of a bucket that the caller will take away in Redis. */
    synchronized List<String> takeDone(int bucket) {
        List<String> marks = done.getOrDefault(bucket, List.of());
        if (marks.size() <= MAX_WITH_ONE_MESSAGE) {
            done.remove(bucket);
            waiting -= marks.size();
            return marks;
        }
        List<String> first = marks.subList(0, MAX_WITH_ONE_MESSAGE);
        List<String> taken = List.copyOf(first);
        first.clear();
        waiting -= taken.size();
        return taken;
    }

    /**
     * Takes away all that wait; blocks for one round trip.
     *
     * @return the buckets where that has failed: their marks are left to the sweep
     */
    List<Integer> flush(RedisCalls redis) {
        List<Integer> buckets = new ArrayList<>();
        List<RedisCommand> commands = new ArrayList<>();
        synchronized (this) {
            done.forEach((bucket, marks) -> {
                buckets.add(bucket);
                commands.add(RedisCommand.write("ZREM", keys.open(bucket), marks.toArray()));
            });
            done.clear();
            waiting = 0;
        }
        if (commands.isEmpty()) {
            return List.of();
        }
        List<RedisReply> replies = redis.all(commands);
        return IntStream.range(0, replies.size())
                .filter(i -> replies.get(i).isFailed())
                .mapToObj(buckets::get)
                .toList();
    }
}
