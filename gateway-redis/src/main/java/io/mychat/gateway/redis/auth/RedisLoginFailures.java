package io.mychat.gateway.redis.auth;

import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.auth.LoginFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts failed logins and remembers the addresses of successful ones for all gateways, with one round trip per call.
 * Bounds with the same partition key are in one slot of a cluster and are counted in one step, so an unavailable node
 * only affects logins whose keys it has. When a bound in one slot is used up, counts in other slots are taken back with
 * a second round trip.
 */
public final class RedisLoginFailures implements LoginFailures {

    private static final LuaScript FAILURES = LuaScript.load(RedisLoginFailures.class, "failures.lua");
    private static final LuaScript UNCOUNT = LuaScript.load(RedisLoginFailures.class, "uncount.lua");

    private static final LuaScript IS_KNOWN = LuaScript.load(RedisLoginFailures.class, "origin-known.lua");
    private static final LuaScript REMEMBER = LuaScript.load(RedisLoginFailures.class, "origin-remember.lua");

    private final Redis redis;
    private final Supplier<String> clock;

    public RedisLoginFailures(Redis redis) {
        this(redis, () -> "");
    }

    /** @param clock the time that a test has, in milliseconds; empty: Redis's own, which all gateways share */
    RedisLoginFailures(Redis redis, Supplier<String> clock) {
        this.redis = redis;
        this.clock = clock;
    }

    @Override
    public Duration untilAllowed(List<Bound> bounds) {
        return longest(ask(bySlot(bounds), "0", redis.deadline()));
    }

    @Override
    public Duration count(List<Bound> bounds) {
        Deadline deadline = redis.deadline();
        List<List<Bound>> slots = bySlot(bounds);
        List<Answer> answers = ask(slots, "1", deadline);
        Duration longest = longest(answers);
        if (!longest.isZero()) {
            List<RedisCommand> undoing = new ArrayList<>();
            for (int i = 0; i < slots.size(); i++) {
                if (answers.get(i).millis() == 0) {
                    undoing.add(UNCOUNT.on(keys(slots.get(i)), answers.get(i).slot()));
                }
            }
            // When this fails, one failure too many is counted for a minute, which allows no further guesses.
            List<RedisReply> unused = undoing.isEmpty() ? List.of() : redis.all(undoing, deadline);
        }
        return longest;
    }

    @Override
    public boolean isKnown(KnownOrigin origin) {
        RedisCommand question =
                IS_KNOWN.readOn(List.of(redis.keys().loginOrigins(origin.about())), clock.get(), origin.digest());
        return RedisReply.number(redis.call(question)) > 0;
    }

    @Override
    public void remember(KnownOrigin origin, Duration life, int most) {
        RedisCommand write = REMEMBER.on(
                List.of(redis.keys().loginOrigins(origin.about())),
                clock.get(),
                origin.digest(),
                life.toMillis(),
                most);
        Object unused = redis.call(write);
    }

    /** Of one slot of the cluster: how long to wait, and in which slot of time it was counted. */
    private record Answer(long millis, String slot) {

        static Answer of(RedisReply redisReply) {
            List<@Nullable Object> parts = redisReply.list();
            return new Answer(RedisReply.number(parts.get(0)), RedisReply.text(parts.get(1)));
        }
    }

    private static Duration longest(List<Answer> answers) {
        return Duration.ofMillis(
                answers.stream().mapToLong(Answer::millis).max().orElse(0));
    }

    private static List<List<Bound>> bySlot(List<Bound> bounds) {
        Map<String, List<Bound>> slots =
                bounds.stream().collect(Collectors.groupingBy(Bound::about, LinkedHashMap::new, Collectors.toList()));
        return List.copyOf(slots.values());
    }

    private List<Answer> ask(Collection<List<Bound>> slots, String counts, Deadline deadline) {
        List<RedisCommand> questions = new ArrayList<>();
        for (List<Bound> slot : slots) {
            List<Object> args = new ArrayList<>(List.of(clock.get(), counts));
            slot.forEach(bound -> args.add(bound.limit()));
            questions.add(FAILURES.on(keys(slot), args.toArray()));
        }
        return questions.isEmpty()
                ? List.of()
                : redis.all(questions, deadline).stream().map(Answer::of).toList();
    }

    private List<String> keys(List<Bound> slot) {
        return slot.stream()
                .map(bound -> redis.keys().loginFailures(bound.about(), bound.key()))
                .toList();
    }
}
