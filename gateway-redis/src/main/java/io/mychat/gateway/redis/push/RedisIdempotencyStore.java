package io.mychat.gateway.redis.push;

import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.session.IdempotencyClaim;
import io.mychat.gateway.spi.session.IdempotencyStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Stores the answers to requests with an idempotency key for all gateways, with one round trip per step. */
public final class RedisIdempotencyStore implements IdempotencyStore {

    private static final LuaScript CLAIM = LuaScript.load(RedisIdempotencyStore.class, "claim.lua");
    private static final LuaScript COMPLETE = LuaScript.load(RedisIdempotencyStore.class, "complete.lua");
    private static final LuaScript RELEASE = LuaScript.load(RedisIdempotencyStore.class, "release.lua");

    private final Redis redis;

    public RedisIdempotencyStore(Redis redis) {
        this.redis = redis;
    }

    @Override
    public IdempotencyClaim claim(String key, String fingerprint, Duration lease) {
        String ticket = UUID.randomUUID().toString();
        List<String> answer =
                RedisReply.texts(redis.call(CLAIM.on(keys(key), fingerprint, ticket, Math.max(1, lease.toMillis()))));
        return switch (answer.get(0)) {
            case "granted" -> new IdempotencyClaim.Granted(ticket);
            case "answered" -> new IdempotencyClaim.Answered(answer.get(1));
            case "running" -> new IdempotencyClaim.Running();
            default -> new IdempotencyClaim.Reused();
        };
    }

    @Override
    public void complete(String key, String ticket, String answer, Duration keep) {
        redis.call(COMPLETE.on(keys(key), ticket, answer, Math.max(1, keep.toMillis())));
    }

    @Override
    public void release(String key, String ticket) {
        redis.call(RELEASE.on(keys(key), ticket));
    }

    private List<String> keys(String key) {
        return List.of(redis.keys().braced("push:once:", key));
    }
}
