package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Reply;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Counts open marks where each bucket costs a command: some buckets with each step. For one thread. */
final class OpenCount {

    /** All within 52 steps, which are seconds. */
    private static final int BUCKETS_OF_A_STEP = 20;

    private final Calls redis;
    private final Context context;
    private final long[] open = new long[ChatKeys.BUCKETS];
    private int next;

    OpenCount(Calls redis, Context context) {
        this.redis = redis;
        this.context = context;
    }

    /** Blocks for one round trip. A bucket that does not answer keeps its last count. */
    void step() {
        List<Integer> buckets = IntStream.range(0, BUCKETS_OF_A_STEP)
                .mapToObj(i -> (next + i) % ChatKeys.BUCKETS)
                .toList();
        next = (next + BUCKETS_OF_A_STEP) % ChatKeys.BUCKETS;
        List<Reply> replies = redis.all(buckets.stream()
                .map(bucket -> Command.read("ZCARD", context.keys().open(bucket)))
                .toList());
        for (int i = 0; i < buckets.size(); i++) {
            Reply reply = replies.get(i);
            if (!reply.isFailed()) {
                open[buckets.get(i)] = reply.number();
            }
        }
        context.counters().open(Arrays.stream(open).sum());
    }
}
