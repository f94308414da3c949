package io.mychat.gateway.redis.auth;

import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.Reply;
import io.mychat.gateway.spi.auth.LoginFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Counts failed logins for all gateways, with one round trip for each question. All counters lie in one slot of a cluster,
 * because one failure counts against several bounds in one step.
 */
public final class RedisLoginFailures implements LoginFailures {

    private static final LuaScript FAILURES = LuaScript.load(RedisLoginFailures.class, "failures.lua");

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
        return ask(bounds, "0");
    }

    @Override
    public Duration count(List<Bound> bounds) {
        return ask(bounds, "1");
    }

    private Duration ask(List<Bound> bounds, String counts) {
        if (bounds.isEmpty()) {
            return Duration.ZERO;
        }
        List<Object> args = new ArrayList<>();
        args.add(clock.get());
        args.add(counts);
        bounds.forEach(bound -> args.add(bound.limit()));
        List<String> keys = bounds.stream()
                .map(bound -> redis.keys().loginFailures(bound.key()))
                .toList();
        return Duration.ofMillis(Reply.number(redis.call(FAILURES.on(keys, args.toArray()))));
    }
}
