package io.mychat.gateway.redis.testing;

import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.MigrateParams;
import redis.clients.jedis.util.JedisClusterCRC16;

/** The move of one slot to another node of a cluster, in the steps that Redis prescribes. */
public final class SlotMove {

    private static final int MIGRATE_MILLIS = 5_000;
    private static final int KEYS_AT_ONCE = 10;

    private final RedisCluster cluster;
    private final int slot;
    private final RedisProcess from;
    private final RedisProcess to;

    private SlotMove(RedisCluster cluster, int slot, RedisProcess from, RedisProcess to) {
        this.cluster = cluster;
        this.slot = slot;
        this.from = from;
        this.to = to;
    }

    /** Of a key's slot, from whoever has it to the next node; not begun yet. */
    public static SlotMove ofKey(RedisCluster cluster, String key) {
        int slot = JedisClusterCRC16.getSlot(key);
        int owner = cluster.ownerOf(slot);
        List<RedisProcess> nodes = cluster.nodes();
        return new SlotMove(cluster, slot, nodes.get(owner), nodes.get((owner + 1) % nodes.size()));
    }

    /** From now on the old node sends away (ASK) whoever wants a key that it lacks. */
    public SlotMove begin() {
        try (Jedis source = from.connect();
                Jedis target = to.connect()) {
            target.clusterSetSlotImporting(slot, RedisCluster.idOf(from));
            source.clusterSetSlotMigrating(slot, RedisCluster.idOf(to));
        }
        return this;
    }

    /** Moves the keys, a few at a time. */
    public SlotMove keys() {
        try (Jedis source = from.connect()) {
            List<String> keys;
            do {
                keys = source.clusterGetKeysInSlot(slot, KEYS_AT_ONCE);
                if (!keys.isEmpty()) {
                    String unused = source.migrate(
                            "127.0.0.1", to.port(), MIGRATE_MILLIS, new MigrateParams(), keys.toArray(String[]::new));
                }
            } while (!keys.isEmpty());
        }
        return this;
    }

    /** The slot is the new node's: the old one sends away everybody (MOVED). */
    public void end() {
        String id = RedisCluster.idOf(to);
        tell(to, id);
        tell(from, id);
        cluster.nodes().stream().filter(node -> node != to && node != from).forEach(node -> tell(node, id));
    }

    private void tell(RedisProcess node, String id) {
        try (Jedis jedis = node.connect()) {
            String unused = jedis.clusterSetSlotNode(slot, id);
        }
    }
}
