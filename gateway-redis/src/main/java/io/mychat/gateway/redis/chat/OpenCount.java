package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts the messages that are stored and not yet in all inboxes, for the metric of that name. Their marks lie in
 * {@value ChatKeys#BUCKETS} sorted sets, which a Redis Cluster spreads over its servers: each step, of one second, asks for the
 * size of a few sets. Not thread-safe.
 */
final class OpenCount {

    /** So that every set has been asked within a minute. */
    private static final int BUCKETS_OF_A_STEP = 20;

    private final RedisCalls redis;
    private final ChatDependencies chatDependencies;
    private final long[] open = new long[ChatKeys.BUCKETS];
    private int next;

    OpenCount(RedisCalls redis, ChatDependencies chatDependencies) {
        this.redis = redis;
        this.chatDependencies = chatDependencies;
    }

    /** Blocks for one round trip. A bucket that does not answer keeps its last count. */
    void step() {
        List<Integer> buckets = IntStream.range(0, BUCKETS_OF_A_STEP)
                .mapToObj(i -> (next + i) % ChatKeys.BUCKETS)
                .toList();
        next = (next + BUCKETS_OF_A_STEP) % ChatKeys.BUCKETS;
        List<RedisReply> replies = redis.all(buckets.stream()
                .map(bucket ->
                        RedisCommand.read("ZCARD", chatDependencies.keys().open(bucket)))
                .toList());
        for (int i = 0; i < buckets.size(); i++) {
            RedisReply redisReply = replies.get(i);
            if (!redisReply.isFailed()) {
                open[buckets.get(i)] = redisReply.number();
            }
        }
        chatDependencies.counters().open(Arrays.stream(open).sum());
    }
}
