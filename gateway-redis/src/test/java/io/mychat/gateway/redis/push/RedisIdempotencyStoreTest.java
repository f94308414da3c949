package io.mychat.gateway.redis.push;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.testkit.session.IdempotencyStoreContract;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.Jedis;

/** The contract on a real server, whose keys are aged instead of waited for. */
class RedisIdempotencyStoreTest extends IdempotencyStoreContract {

    private static @Nullable RedisProcess server;

    private @Nullable Redis redis;

    @BeforeAll
    static void startServer() {
        server = RedisProcess.start();
    }

    @AfterAll
    static void stopServer() {
        server().close();
    }

    private static RedisProcess server() {
        return java.util.Objects.requireNonNull(server);
    }

    @Override
    protected IdempotencyStore newStore() {
        try (Jedis jedis = server().connect()) {
            jedis.flushAll();
        }
        Redis open = Redis.of(RedisSettings.single("127.0.0.1", server().port()), new RealTime());
        redis = open;
        return new RedisIdempotencyStore(open);
    }

    @AfterEach
    void closeRedis() {
        if (redis != null) {
            redis.close();
        }
    }

    @Override
    protected void elapse(Duration duration) {
        try (Jedis jedis = server().connect()) {
            for (String key : jedis.keys("push:once:*")) {
                jedis.pexpire(key, Math.max(0, jedis.pttl(key) - duration.toMillis()));
            }
        }
    }
}
