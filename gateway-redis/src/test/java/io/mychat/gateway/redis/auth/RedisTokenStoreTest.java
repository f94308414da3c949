package io.mychat.gateway.redis.auth;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisSettings;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.testkit.LoginFailuresContract;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TokenStoreContract;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

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

    abstract static class Tokens extends TokenStoreContract {

        private final ManualTime time = new ManualTime();
        private final Redis redis;

        Tokens(RedisSettings settings) {
            this.redis = Redis.of(settings, time);
        }

        @Override
        protected TokenStore newStore() {
            return new RedisTokenStore(redis, Duration.ofDays(1));
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

    abstract static class Failures extends LoginFailuresContract {

        private final ManualTime time = new ManualTime();
        private final Redis redis;

        Failures(RedisSettings settings) {
            this.redis = Redis.of(settings, time);
        }

        @Override
        protected LoginFailures newLoginFailures() {
            return new RedisLoginFailures(redis);
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
