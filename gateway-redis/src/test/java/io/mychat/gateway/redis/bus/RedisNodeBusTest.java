package io.mychat.gateway.redis.bus;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.redis.node.NodeSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.subscription.SubscriptionSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.testkit.session.NodeBusContract;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

class RedisNodeBusTest {

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

    abstract static class Contract extends NodeBusContract {

        private final RedisSettings settings;
        private final Deque<AutoCloseable> open = new ArrayDeque<>();

        Contract(RedisSettings settings) {
            this.settings = settings;
        }

        @Override
        protected NodeBus join(String nodeId) {
            Redis redis = Redis.of(settings, new RealTime());
            Membership membership = new Membership(redis, NodeSettings.of(nodeId, Duration.ofSeconds(3)));
            RedisNodeBus bus = new RedisNodeBus(redis, membership, SubscriptionSettings.defaults(), () -> {});
            open.push(redis);
            open.push(membership);
            open.push(bus);
            membership.start();
            return bus;
        }

        @Override
        protected void awaitReady(NodeBus bus) {
            Awaitility.await()
                    .until(() -> ((RedisNodeBus) bus)
                            .metrics().stream()
                                    .anyMatch(metric ->
                                            metric.name().equals("redis_subscriber_up") && metric.value() == 1));
        }

        @AfterEach
        void close() throws Exception {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        }
    }
}
