package io.mychat.gateway.redis.auth;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Login;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.RotationRequest;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.Jedis;

/** A token store on a server of its own, with a clock that the test moves. */
abstract class TokenStoreFixture {

    static final Duration DAY = Duration.ofDays(1);
    static final Duration LIFE = Duration.ofDays(30);
    static final Duration LONGER_THAN_THE_GRACE = Duration.ofSeconds(11);
    static final String PASSWORD = "a password of the tests";

    @SuppressWarnings("NullAway.Init")
    static RedisProcess server;

    final ManualTime time = new ManualTime();
    final RedisSettings settings = RedisServers.of(server);
    final Redis redis = Redis.of(settings, time);
    final RedisTokenStore store = store(redis);

    @BeforeAll
    static void start() {
        server = RedisProcess.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void close() {
        redis.close();
    }

    Duration left(String key) {
        return Duration.ofMillis(RedisReply.number(redis.call(RedisCommand.read("PTTL", key))));
    }

    RedisTokenStore store(Redis client) {
        return new RedisTokenStore(client, () -> Duration.ofDays(1), this::clock);
    }

    String clock() {
        return String.valueOf(time.now().toEpochMilli());
    }

    void open(String family, String hash) {
        store.open(grant(family, "alice"), hash);
    }

    RefreshGrant grant(String family, String user) {
        return new RefreshGrant(family, alice(user), device(), time.now().plus(LIFE));
    }

    RotationOutcome rotate(RedisTokenStore where, String hash, String successor) {
        return where.rotate(rotation(hash, successor, time.now().plus(LIFE)));
    }

    static RotationRequest rotation(String hash, String successor, Instant end) {
        return new RotationRequest(
                hash,
                new RotationRequest.Successor(successor, successor + " under " + hash, end),
                Duration.ofDays(180),
                "192.0.2.1");
    }

    static UserInfo alice(String user) {
        return new UserInfo(user, user, Set.of());
    }

    static DeviceKey device() {
        return new DeviceKey("web", "d1");
    }

    boolean isIndexed(String hash) {
        return !RedisReply.text(redis.call(RedisCommand.read("GET", redis.keys().tokenHash(hash))))
                .isEmpty();
    }

    Set<String> keysLike(String pattern) {
        try (Jedis jedis = server.connect()) {
            return jedis.keys(settings.servers().keyPrefix() + pattern);
        }
    }

    /** Those of a user who may not touch some keys. */
    RedisSettings without(String out) {
        List<String> rule = new ArrayList<>(List.of("reset", "on", ">" + PASSWORD, "+@all"));
        Stream.of(
                        "token:families:",
                        "token:family:",
                        "token:family_revoked:",
                        "token:dead:",
                        "token:successors:",
                        "token:hash:")
                .filter(part -> !part.equals(out))
                .map(part -> "~" + settings.servers().keyPrefix() + part + "*")
                .forEach(rule::add);
        try (Jedis jedis = server.connect()) {
            String unused = jedis.aclSetUser("limited", rule.toArray(String[]::new));
        }
        return settings.withAccess(settings.access().withLogin(Login.of("limited", PASSWORD)));
    }
}
