package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.record.PendingDelivery;
import io.mychat.gateway.redis.chat.record.UndeliveredMessage;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes messages whose pending marks are too old, whichever gateway stored them. Every gateway checks every bucket
 * from time to time, soon after another gateway has died, and each second the buckets of its own failed deliveries.
 *
 * <p>One script checks all buckets at once, except in a cluster, where each bucket needs a command. There the regular
 * check is slow, but only marks that no gateway knows of have to wait for it, and marks are counted separately, each
 * bucket within a minute.
 *
 * <p>{@link #failed} is thread-safe; all other methods are called by the sweeping thread.
 */
final class Sweeper {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final LuaScript FIND = LuaScript.load(Sweeper.class, "prelude.lua", "open-find.lua");
    private static final LuaScript DUE = LuaScript.load(Sweeper.class, "prelude.lua", "open-due.lua");

    /** The steps between two checks of all buckets by one script. */
    private static final int STEPS_OF_A_ROUND = 20;

    /** In a cluster: the steps between the checks of two buckets. */
    private static final int STEPS_OF_A_BUCKET = 2;

    private static final int BUCKETS_AT_ONCE = 128;
    private static final int MARKS_AT_ONCE = 200;
    private static final int MOST_FAILURES = 5;
    private static final List<Integer> ALL =
            IntStream.range(0, ChatKeys.BUCKETS).boxed().toList();

    private final RedisCalls redis;
    private final ChatDependencies chatDependencies;
    private final ChatLog chats;
    private final Delivery delivery;
    private final SweepSettings settings;
    private final RateLimitedLog unreadable;
    private final RateLimitedLog late;
    private final Map<Integer, Long> failedAt = new ConcurrentHashMap<>();
    /** Buckets that did not answer in the last whole round; each is checked again until it answers. */
    private final Set<Integer> unanswered = new TreeSet<>();

    private int steps;
    private int next = ThreadLocalRandom.current().nextInt(ChatKeys.BUCKETS);
    private int leftInThisRound = ChatKeys.BUCKETS;
    private long openInThisRound;
    /** In a cluster. */
    private final OpenCount openCount;

    private Set<String> knownDead;
    /** The time of the next check of all buckets after a gateway has died. */
    private OptionalLong roundAt = OptionalLong.empty();

    /**
     * The rules of the sweep.
     *
     * @param age the age of a mark at which another gateway completes its message
     * @param together whether one script may check many buckets
     * @param dead the gateways that are known to have died
     */
    record SweepSettings(TimeSource time, Duration age, boolean together, Supplier<Set<String>> dead) {}

    Sweeper(
            RedisCalls redis,
            ChatDependencies chatDependencies,
            ChatLog chats,
            Delivery delivery,
            SweepSettings settings) {
        this.redis = redis;
        this.chatDependencies = chatDependencies;
        this.chats = chats;
        this.delivery = delivery;
        this.settings = settings;
        this.unreadable = new RateLimitedLog(LOG::warn, settings.time());
        this.late = new RateLimitedLog(LOG::info, settings.time());
        this.openCount = new OpenCount(redis, chatDependencies);
        this.knownDead = settings.dead().get();
    }

    /** A delivery has failed: its bucket is looked at until nothing is due there. */
    void failed(ChatId chat) {
        failed(ChatKeys.bucket(chat));
    }

    /** The same for a bucket whose marks could not be taken away. */
    void failed(int bucket) {
        failedAt.put(bucket, settings.time().nanoTime());
    }

    /** Runs the checks that are due. Called each second; blocks. */
    void step() {
        long counted = openInThisRound;
        sweep(List.copyOf(failedAt.keySet()), settings.age());
        if (!unanswered.isEmpty()) {
            List<Integer> again = List.copyOf(unanswered);
            unanswered.clear();
            sweep(again, settings.age());
        }
        openInThisRound = counted;
        steps++;
        if (!settings.together()) {
            openCount.step();
        }
        if (isRoundDue() || (settings.together() && steps >= STEPS_OF_A_ROUND)) {
            all(settings.age());
        } else if (!settings.together() && steps >= STEPS_OF_A_BUCKET) {
            steps = 0;
            sweep(List.of(next), settings.age());
            next = (next + 1) % ChatKeys.BUCKETS;
            if (--leftInThisRound <= 0) {
                roundEnded();
            }
        }
    }

    /** Whether a gateway has died, and what it began is old enough. */
    private boolean isRoundDue() {
        long now = settings.time().nanoTime();
        Set<String> dead = settings.dead().get();
        if (!knownDead.containsAll(dead)) {
            roundAt = OptionalLong.of(now + settings.age().toNanos());
        }
        knownDead = dead;
        if (roundAt.isPresent() && now - roundAt.getAsLong() >= 0) {
            roundAt = OptionalLong.empty();
            return true;
        }
        return false;
    }

    /** A whole round at once; blocks. */
    void all(Duration age) {
        steps = 0;
        openInThisRound = 0;
        unanswered.clear();
        if (settings.together()) {
            RedisReply found = redis.all(List.of(find(age))).get(0);
            if (found.isFailed()) {
                // Tried again with the next step.
                steps = STEPS_OF_A_ROUND;
                return;
            }
            List<@Nullable Object> answer = found.list();
            sweep(
                    answer.stream()
                            .skip(1)
                            .map(place -> Math.toIntExact(RedisReply.number(place)) - 1)
                            .toList(),
                    age);
            openInThisRound = RedisReply.number(answer.get(0));
        } else {
            sweep(ALL, age);
        }
        roundEnded();
    }

    private void roundEnded() {
        leftInThisRound = ChatKeys.BUCKETS;
        if (settings.together()) {
            chatDependencies.counters().open(openInThisRound);
        }
        openInThisRound = 0;
    }

    private void sweep(List<Integer> buckets, Duration age) {
        for (int from = 0; from < buckets.size(); from += BUCKETS_AT_ONCE) {
            List<Integer> part = buckets.subList(from, Math.min(buckets.size(), from + BUCKETS_AT_ONCE));
            List<RedisCommand> commands =
                    part.stream().map(bucket -> due(bucket, "", age)).toList();
            List<RedisReply> replies = redis.all(commands);
            for (int i = 0; i < part.size(); i++) {
                if (replies.get(i).isFailed()) {
                    unanswered.add(part.get(i));
                }
                finish(part.get(i), replies.get(i), age);
            }
        }
    }

    /** Finishes what is due in a bucket; leaves the rest to a later round when its part of Redis fails. */
    private void finish(int bucket, RedisReply first, Duration age) {
        int failures = 0;
        RedisReply redisReply = first;
        while (!redisReply.isFailed()) {
            List<String> answer = RedisReply.texts(redisReply.get());
            openInThisRound += RedisReply.number(answer.get(1));
            Map<ChatId, List<PendingDelivery>> byChat = new LinkedHashMap<>();
            for (String text : answer.subList(2, answer.size())) {
                PendingDelivery.parse(text)
                        .ifPresentOrElse(
                                mark -> byChat.computeIfAbsent(mark.chat(), chat -> new ArrayList<>())
                                        .add(mark),
                                () -> drop(bucket, text));
            }
            if (byChat.isEmpty() && quietSince(bucket, age)) {
                failedAt.remove(bucket);
            }
            for (Map.Entry<ChatId, List<PendingDelivery>> chat : byChat.entrySet()) {
                failures += finish(chat.getKey(), chat.getValue()) ? 0 : 1;
                if (failures >= MOST_FAILURES) {
                    return;
                }
            }
            if (answer.get(0).isEmpty()) {
                return;
            }
            redisReply = redis.all(List.of(due(bucket, answer.get(0), age))).get(0);
        }
    }

    private boolean finish(ChatId chat, List<PendingDelivery> marks) {
        try {
            List<UndeliveredMessage> messages = chats.read(marks);
            int brought = delivery.deliver(messages, redis);
            if (brought > 0) {
                chatDependencies.counters().swept(brought);
                late.log("Messages of a chat have reached their inboxes late; their delivery was interrupted");
            }
            // Not at the end of a round that may take long: an open mark costs its sender work, and 64 of them the
            // right to send.
            delivery.flushMarks(redis).forEach(this::failed);
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
                && settings.time().nanoTime() - failed > age.multipliedBy(2).toNanos();
    }

    private void drop(int bucket, String mark) {
        if (PendingDelivery.isOfAnotherVersion(mark)) {
            LOG.debug("A mark in bucket {} is left to the gateways of another release", bucket);
            return;
        }
        unreadable.log("A mark in bucket " + bucket + " is unreadable and is dropped");
        chatDependencies.counters().unreadable();
        List<RedisReply> ignored = redis.all(
                List.of(RedisCommand.write("ZREM", chatDependencies.keys().open(bucket), mark)));
    }

    private RedisCommand find(Duration age) {
        List<Object> args = new ArrayList<>(chatDependencies.clockAndRetention());
        args.addAll(List.of(age.toMillis(), MARKS_AT_ONCE));
        return FIND.readOn(ALL.stream().map(chatDependencies.keys()::open).toList(), args.toArray())
                .byItself();
    }

    private RedisCommand due(int bucket, String after, Duration age) {
        List<Object> args = new ArrayList<>(chatDependencies.clockAndRetention());
        args.addAll(List.of(age.toMillis(), after, MARKS_AT_ONCE));
        return DUE.readOn(List.of(chatDependencies.keys().open(bucket)), args.toArray())
                .byItself();
    }
}
