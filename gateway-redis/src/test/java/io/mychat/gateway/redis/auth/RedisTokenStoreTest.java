package io.mychat.gateway.redis.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.login.TestLogins;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome.Repeated;
import io.mychat.gateway.spi.auth.RotationOutcome.Rotated;
import io.mychat.gateway.spi.auth.RotationRequest;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.LoginFailuresContract;
import io.mychat.gateway.testkit.auth.TokenStoreContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RedisTokenStoreTest {

    @Nested
    class TokensOnOneServer extends Tokens {

        TokensOnOneServer() {
            super(RedisServers.single());
        }
    }

    @Nested
    class TokensOnACluster extends Tokens {

        TokensOnACluster() {
            super(RedisServers.cluster());
        }
    }

    @Nested
    class TokensOfLoginsOnOneServer extends TokensOfLogins {

        TokensOfLoginsOnOneServer() {
            super(RedisServers.single());
        }
    }

    @Nested
    class TokensOfLoginsOnACluster extends TokensOfLogins {

        TokensOfLoginsOnACluster() {
            super(RedisServers.cluster());
        }
    }

    @Nested
    class FailuresOnOneServer extends Failures {

        FailuresOnOneServer() {
            super(RedisServers.single());
        }
    }

    @Nested
    class FailuresOnACluster extends Failures {

        FailuresOnACluster() {
            super(RedisServers.cluster());
        }
    }

    @Test
    void theTenSecondsOfALostAnswerAreThoseOfRedisAndNotOfAGateway() {
        ManualTime time = new ManualTime();
        RedisSettings settings = RedisServers.single();
        try (Redis one = Redis.of(settings, new RealTime());
                Redis other = Redis.of(settings, time)) {
            time.advance(Duration.ofDays(9000));
            Instant end = Instant.now().plus(Duration.ofDays(20000));
            RedisTokenStore first = new RedisTokenStore(one, () -> Duration.ofDays(1));
            RedisTokenStore second = new RedisTokenStore(other, () -> Duration.ofDays(1));
            UserInfo alice = new UserInfo("alice", "Alice", Set.of());
            first.open(new RefreshGrant("f1", alice, new DeviceKey("web", "d1"), end), "t1");
            assertThat(first.rotate(new RotationRequest(
                            "t1",
                            new RotationRequest.Successor("t2", "sealed", end),
                            Duration.ofDays(30_000),
                            "192.0.2.1")))
                    .isInstanceOf(Rotated.class);

            assertThat(second.rotate(new RotationRequest(
                            "t1",
                            new RotationRequest.Successor("x", "sealed", end),
                            Duration.ofDays(30_000),
                            "192.0.2.1")))
                    .as("by its own clock, years have passed")
                    .isInstanceOf(Repeated.class);
        }
    }

    abstract static class Tokens extends TokenStoreContract {

        private final ManualTime time = new ManualTime();
        private final Redis redis;

        Tokens(RedisSettings settings) {
            this.redis = Redis.of(settings, time);
        }

        @Override
        protected TokenStore newStore(Supplier<Duration> lifetime) {
            return new RedisTokenStore(
                    redis, lifetime, () -> String.valueOf(time.now().toEpochMilli()));
        }

        @Override
        protected Instant now() {
            return time.now();
        }

        @Override
        protected void elapse(Duration duration) {
            time.advance(duration);
        }

        @AfterEach
        void close() {
            redis.close();
        }
    }

    /** A login is asked whether a token is revoked. */
    abstract static class TokensOfLogins extends Tokens {

        private final TestLogins logins;

        TokensOfLogins(RedisSettings settings) {
            super(settings);
            this.logins = new TestLogins(settings);
        }

        @Override
        protected TokenStore newStore(Supplier<Duration> lifetime) {
            RedisTokenStore store = (RedisTokenStore) super.newStore(lifetime);
            return (TokenStore) Proxy.newProxyInstance(
                    TokenStore.class.getClassLoader(), new Class<?>[] {TokenStore.class}, (proxy, method, args) -> {
                        if (method.getName().equals("isRevoked")) {
                            boolean isRevoked = logins.refuses(store, (TokenClaims) args[0]);
                            assertThat(isRevoked).isEqualTo(store.isRevoked((TokenClaims) args[0]));
                            return isRevoked;
                        }
                        try {
                            return method.invoke(store, args);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @AfterEach
        void closeLogins() {
            logins.close();
        }
    }

    abstract static class Failures extends LoginFailuresContract {

        private final ManualTime time = new ManualTime();
        private final Redis redis;

        Failures(RedisSettings settings) {
            this.redis = Redis.of(settings, time);
        }

        @Override
        protected LoginFailures newLoginFailures() {
            return new RedisLoginFailures(redis, () -> String.valueOf(time.now().toEpochMilli()));
        }

        @Override
        protected void elapse(Duration duration) {
            time.advance(duration);
        }

        @AfterEach
        void close() {
            redis.close();
        }
    }
}
