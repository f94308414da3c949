package io.mychat.gateway.redis.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import redis.clients.jedis.Jedis;

/** A cluster of three masters without replicas, each with a third of the slots. */
public final class RedisCluster implements AutoCloseable {

    private static final int NODES = 3;
    private static final int SLOTS = 16_384;

    private final List<RedisProcess> nodes = new ArrayList<>();

    private RedisCluster() {}

    /** Starts one and waits until all nodes agree. */
    public static RedisCluster start() {
        RedisCluster cluster = new RedisCluster();
        for (int i = 0; i < NODES; i++) {
            cluster.nodes.add(RedisProcess.start(
                    "--cluster-enabled",
                    "yes",
                    "--cluster-node-timeout",
                    "2000",
                    "--cluster-require-full-coverage",
                    "no"));
        }
        for (int i = 0; i < NODES; i++) {
            try (Jedis jedis = cluster.nodes.get(i).connect()) {
                jedis.clusterAddSlotsRange(SLOTS * i / NODES, SLOTS * (i + 1) / NODES - 1);
                jedis.clusterMeet(
                        "127.0.0.1", cluster.nodes.get((i + 1) % NODES).port());
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> cluster.nodes.stream().allMatch(RedisCluster::isReady));
        return cluster;
    }

    public List<RedisProcess> nodes() {
        return List.copyOf(nodes);
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }

    private static boolean isReady(RedisProcess node) {
        try (Jedis jedis = node.connect()) {
            String info = jedis.clusterInfo();
            return info.contains("cluster_state:ok")
                    && info.contains("cluster_known_nodes:" + NODES)
                    && info.contains("cluster_slots_assigned:" + SLOTS);
        }
    }
}
