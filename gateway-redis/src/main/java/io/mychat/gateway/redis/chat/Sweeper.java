package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.Reply;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes what stands open for too long, whoever began it: a gateway that died, one whose call failed, this one. Every
 * gateway looks at every bucket, a part at each step, and more often at those where a delivery of its own has failed.
 *
 * <p>{@link #failed} is safe for use by many threads; everything else is for the one thread that sweeps.
 */
final class Sweeper {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final LuaScript DUE = LuaScript.load(Sweeper.class, "prelude.lua", "open-due.lua");

    /** A whole round takes so many steps. */
    private static final int STEPS = 20;

    private static final int BUCKETS_AT_ONCE = 128;
    private static final int MARKS_AT_ONCE = 200;
    private static final int MOST_FAILURES = 5;

    private final Calls redis;
    private final Context context;
    private final ChatLog chats;
    private final Delivery delivery;
    private final Timing timing;
    private final Map<Integer, Long> failedAt = new ConcurrentHashMap<>();
    private int next;
    private long openInThisRound;

    /**
     * When a mark is due.
     *
     * @param age how long a delivery may take until others finish it
     */
    record Timing(TimeSource time, Duration age) {}

    Sweeper(Calls redis, Context context, ChatLog chats, Delivery delivery, Timing timing) {
        this.redis = redis;
        this.context = context;
        this.chats = chats;
        this.delivery = delivery;
        this.timing = timing;
    }

    /** A delivery has failed: its bucket is looked at until nothing is due there. */
    void failed(ChatId chat) {
        failedAt.put(ChatKeys.bucket(chat), timing.time().nanoTime());
    }

    /** One step of a round; blocks. */
    void step() {
        long counted = openInThisRound;
        sweep(List.copyOf(failedAt.keySet()), timing.age());
        openInThisRound = counted;
        int end = Math.min(ChatKeys.BUCKETS, next + (ChatKeys.BUCKETS + STEPS - 1) / STEPS);
        List<Integer> buckets = IntStream.range(next, end).boxed().toList();
        next = end;
        sweep(buckets, timing.age());
        if (end == ChatKeys.BUCKETS) {
            roundEnded();
        }
    }

    /** A whole round at once; blocks. */
    void all(Duration age) {
        sweep(IntStream.range(0, ChatKeys.BUCKETS).boxed().toList(), age);
        roundEnded();
    }

    private void roundEnded() {
        next = 0;
        context.counters().open(openInThisRound);
        openInThisRound = 0;
    }

    private void sweep(List<Integer> buckets, Duration age) {
        for (int from = 0; from < buckets.size(); from += BUCKETS_AT_ONCE) {
            List<Integer> part = buckets.subList(from, Math.min(buckets.size(), from + BUCKETS_AT_ONCE));
            List<Command> commands =
                    part.stream().map(bucket -> due(bucket, "", age)).toList();
            List<Reply> replies = redis.all(commands);
            for (int i = 0; i < part.size(); i++) {
                finish(part.get(i), replies.get(i), age);
            }
        }
    }

    /** Finishes what is due in a bucket; leaves the rest to a later round when its part of Redis fails. */
    private void finish(int bucket, Reply first, Duration age) {
        int failures = 0;
        Reply reply = first;
        while (!reply.isFailed()) {
            List<String> answer = Reply.texts(reply.get());
            openInThisRound += Reply.number(answer.get(1));
            Map<ChatId, List<OpenMark>> byChat = new LinkedHashMap<>();
            for (String text : answer.subList(2, answer.size())) {
                OpenMark.parse(text)
                        .ifPresentOrElse(
                                mark -> byChat.computeIfAbsent(mark.chat(), chat -> new ArrayList<>())
                                        .add(mark),
                                () -> drop(bucket, text));
            }
            if (byChat.isEmpty() && quietSince(bucket, age)) {
                failedAt.remove(bucket);
            }
            for (Map.Entry<ChatId, List<OpenMark>> chat : byChat.entrySet()) {
                failures += finish(chat.getKey(), chat.getValue()) ? 0 : 1;
                if (failures >= MOST_FAILURES) {
                    return;
                }
            }
            if (answer.get(0).isEmpty()) {
                return;
            }
            reply = redis.all(List.of(due(bucket, answer.get(0), age))).get(0);
        }
    }

    private boolean finish(ChatId chat, List<OpenMark> marks) {
        try {
            List<OpenMessage> messages = chats.read(marks);
            delivery.deliver(messages, redis);
            context.counters().swept(messages.size());
            LOG.info("{} messages of a chat are now in their inboxes; their delivery was left open", messages.size());
            return true;
        } catch (StoreUnavailableException e) {
            LOG.debug("Messages of chat {} cannot be delivered yet", chat, e);
            failed(chat);
            return false;
        }
    }

    private boolean quietSince(int bucket, Duration age) {
        Long failed = failedAt.get(bucket);
        return failed != null
                && timing.time().nanoTime() - failed > age.multipliedBy(2).toNanos();
    }

    private void drop(int bucket, String mark) {
        if (OpenMark.isOfAnotherVersion(mark)) {
            LOG.debug("A mark in bucket {} is left to the gateways of another release", bucket);
            return;
        }
        LOG.warn("A mark in bucket {} is unreadable and is dropped", bucket);
        context.counters().unreadable();
        List<Reply> ignored =
                redis.all(List.of(Command.write("ZREM", context.keys().open(bucket), mark)));
    }

    private Command due(int bucket, String after, Duration age) {
        List<Object> args = new ArrayList<>(context.clockAndRetention());
        args.addAll(List.of(age.toMillis(), after, MARKS_AT_ONCE));
        return DUE.readOn(List.of(context.keys().open(bucket)), args.toArray());
    }
}
