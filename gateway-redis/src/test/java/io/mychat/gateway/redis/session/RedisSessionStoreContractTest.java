package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.redis.node.NodeSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.testkit.session.SeatModelContract;
import io.mychat.gateway.testkit.session.SessionStoreContract;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

class RedisSessionStoreContractTest {

    @Nested
    class OnOneServer extends Contract {

        OnOneServer() {
            super(RedisServers.single());
        }
    }

    @Nested
    class OnACluster extends Contract {

        OnACluster() {
            super(RedisServers.cluster());
        }
    }

    @Nested
    class AgainstTheModel extends SeatModelContract {

        private final Stores stores = new Stores();

        @Override
        protected SessionStore newStore() {
            return stores.open(RedisServers.single());
        }

        @Override
        protected int sequences() {
            return 8;
        }

        @AfterEach
        void close() throws Exception {
            stores.close();
        }
    }

    abstract static class Contract extends SessionStoreContract {

        private final RedisSettings settings;
        private final Stores stores = new Stores();

        Contract(RedisSettings settings) {
            this.settings = settings;
        }

        @Override
        protected SessionStore newStore() {
            return stores.open(settings);
        }

        @AfterEach
        void close() throws Exception {
            stores.close();
        }
    }

    private static final class Stores implements AutoCloseable {

        private final Deque<AutoCloseable> open = new ArrayDeque<>();

        SessionStore open(RedisSettings settings) {
            Redis redis = Redis.of(settings, new RealTime());
            open.push(redis);
            Membership membership = new Membership(redis, NodeSettings.of("node-1", Duration.ofSeconds(10)));
            open.push(membership);
            membership.start();
            RedisSessionStore store = new RedisSessionStore(redis, membership, SessionSettings.defaults(), user -> {});
            open.push(store);
            return store;
        }

        @Override
        public void close() throws Exception {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        }
    }
}
