package io.mychat.gateway.redis.testing;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import redis.clients.jedis.Jedis;

/** A master, a replica that follows it, and a sentinel that lets the replica take over. */
public final class RedisSentinel implements AutoCloseable {

    private static final String NAME = "mymaster";

    private final RedisProcess master;
    private final RedisProcess replica;
    private final RedisProcess sentinel;

    private RedisSentinel(RedisProcess master, RedisProcess replica, RedisProcess sentinel) {
        this.master = master;
        this.replica = replica;
        this.sentinel = sentinel;
    }

    /** Starts all three and waits until the replica follows and the sentinel knows it. */
    public static RedisSentinel start() {
        RedisProcess master = RedisProcess.startDurable();
        RedisProcess replica = RedisProcess.startDurable("--replicaof", "127.0.0.1 " + master.port());
        RedisProcess sentinel = RedisProcess.startSentinel(master.port(), NAME);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> follows(replica) && knows(sentinel));
        return new RedisSentinel(master, replica, sentinel);
    }

    private static boolean follows(RedisProcess replica) {
        try (Jedis jedis = replica.connect()) {
            return jedis.info("replication").contains("master_link_status:up");
        }
    }

    private static boolean knows(RedisProcess sentinel) {
        try (Jedis jedis = sentinel.connect()) {
            return jedis.sentinelReplicas(NAME).size() == 1;
        }
    }

    public String masterName() {
        return NAME;
    }

    /** Who was the master at the start. */
    public RedisProcess master() {
        return master;
    }

    /** Who followed the master at the start. */
    public RedisProcess replica() {
        return replica;
    }

    public List<RedisProcess> sentinels() {
        return List.of(sentinel);
    }

    @Override
    public void close() {
        sentinel.close();
        replica.close();
        master.close();
    }
}
