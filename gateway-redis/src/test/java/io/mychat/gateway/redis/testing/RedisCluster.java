package io.mychat.gateway.redis.testing;

import io.mychat.gateway.testkit.TestCertificates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.awaitility.Awaitility;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A cluster of three masters, each with a third of the slots. */
public final class RedisCluster implements AutoCloseable {

    private static final int NODES = 3;
    private static final int SLOTS = 16_384;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int NODE_TIMEOUT_MILLIS = 2_000;

    /** Where no node is to be taken for dead: a busy machine may stop one for seconds. */
    private static final int PATIENT_MILLIS = 15_000;

    private final List<RedisProcess> nodes = new ArrayList<>();
    private final List<RedisProcess> replicas = new ArrayList<>();

    private RedisCluster() {}

    /** Starts one and waits until all nodes agree. */
    public static RedisCluster start() {
        return started(RedisProcess::start, options(NODE_TIMEOUT_MILLIS));
    }

    /** Starts one that speaks TLS only, its nodes among themselves too. */
    public static RedisCluster startTls(TestCertificates certificates) {
        return started(
                options -> {
                    String[] all = Arrays.copyOf(options, options.length + 2);
                    all[options.length] = "--tls-cluster";
                    all[options.length + 1] = "yes";
                    return RedisProcess.startTls(certificates, all);
                },
                options(NODE_TIMEOUT_MILLIS));
    }

    /** Starts one whose masters have a replica each. */
    public static RedisCluster startReplicated() {
        String[] options = options(PATIENT_MILLIS);
        RedisCluster cluster = started(RedisProcess::start, options);
        for (RedisProcess master : cluster.nodes) {
            RedisProcess replica = RedisProcess.start(options);
            cluster.replicas.add(replica);
            try (Jedis jedis = replica.connect()) {
                jedis.clusterMeet("127.0.0.1", master.port());
                String id = idOf(master);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> jedis.clusterReplicate(id).equals("OK"));
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> jedis.info("replication").contains("master_link_status:up"));
            }
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> cluster.nodes.stream().allMatch(node -> isReady(node, 2 * NODES)));
        return cluster;
    }

    private static String[] options(int nodeTimeoutMillis) {
        return new String[] {
            "--cluster-enabled",
            "yes",
            "--cluster-node-timeout",
            String.valueOf(nodeTimeoutMillis),
            "--cluster-require-full-coverage",
            "no"
        };
    }

    private static RedisCluster started(Function<String[], RedisProcess> starter, String[] options) {
        RedisCluster cluster = new RedisCluster();
        for (int i = 0; i < NODES; i++) {
            cluster.nodes.add(starter.apply(options.clone()));
        }
        for (int i = 0; i < NODES; i++) {
            try (Jedis jedis = cluster.nodes.get(i).connect()) {
                jedis.clusterAddSlotsRange(SLOTS * i / NODES, SLOTS * (i + 1) / NODES - 1);
                jedis.clusterMeet(
                        "127.0.0.1", cluster.nodes.get((i + 1) % NODES).port());
            }
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> cluster.nodes.stream().allMatch(node -> isReady(node, NODES)));
        return cluster;
    }

    public List<RedisProcess> nodes() {
        return List.copyOf(nodes);
    }

    /** The replica of the master with that number. */
    public RedisProcess replica(int master) {
        return replicas.get(master);
    }

    /** The number of the node that has the slot of a key now. */
    public int ownerOf(String key) {
        return ownerOf(JedisClusterCRC16.getSlot(key));
    }

    int ownerOf(int slot) {
        for (int i = 0; i < NODES; i++) {
            try (Jedis jedis = nodes.get(i).connect()) {
                if (isOwn(jedis.clusterNodes(), slot)) {
                    return i;
                }
            }
        }
        throw new IllegalStateException("nobody has slot " + slot);
    }

    private static boolean isOwn(String nodes, int slot) {
        String own = nodes.lines()
                .filter(line -> line.contains("myself"))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(own.split(" "))
                .skip(8)
                .filter(range -> !range.startsWith("["))
                .map(range -> range.split("-"))
                .anyMatch(range ->
                        Integer.parseInt(range[0]) <= slot && slot <= Integer.parseInt(range[range.length - 1]));
    }

    static String idOf(RedisProcess node) {
        try (Jedis jedis = node.connect()) {
            return jedis.clusterMyId();
        }
    }

    @Override
    public void close() {
        replicas.forEach(RedisProcess::close);
        nodes.forEach(RedisProcess::close);
    }

    private static boolean isReady(RedisProcess node, int known) {
        try (Jedis jedis = node.connect()) {
            String info = jedis.clusterInfo();
            return info.contains("cluster_state:ok")
                    && info.contains("cluster_known_nodes:" + known)
                    && info.contains("cluster_slots_assigned:" + SLOTS);
        }
    }
}
