package io.mychat.gateway.redis.bus;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.redis.node.NodeSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.testkit.session.NodeBusContract;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
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
        private final Map<NodeBus, TopicBus> hints = new HashMap<>();

        Contract(RedisSettings settings) {
            this.settings = settings;
        }

        @Override
        protected NodeBus join(String nodeId) {
            Redis redis = Redis.of(settings, new RealTime());
            Membership membership = new Membership(redis, NodeSettings.of(nodeId, Duration.ofSeconds(3)));
            TopicBus bus = new TopicBus(redis, nodeId, BusSettings.defaults());
            open.push(redis);
            open.push(membership);
            open.push(bus);
            membership.start();
            NodeBus node = new RedisNodeBus(bus, membership);
            hints.put(node, bus);
            return node;
        }

        @Override
        protected void awaitReady(NodeBus bus) {
            Awaitility.await()
                    .until(() -> hints.containsKey(bus) && hints.get(bus).isUp());
        }

        @AfterEach
        void close() throws Exception {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        }
    }
}
