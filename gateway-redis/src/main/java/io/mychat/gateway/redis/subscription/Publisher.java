package io.mychat.gateway.redis.subscription;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import org.jspecify.annotations.Nullable;

/**
 * Publishes messages: to the shard of the channel where the servers can (Redis 7.0), or to all nodes of a cluster.
 * Thread-safe; every method may block for one round trip.
 */
public final class Publisher {

    private static final int SHARDED_MAJOR = 7;

    private final Redis redis;
    private final boolean maySharded;
    private volatile @Nullable Boolean sharded;

    private Publisher(Redis redis, boolean maySharded) {
        this.redis = redis;
        this.maySharded = maySharded;
    }

    /** Channels belong to one shard where the servers can. */
    public static Publisher sharded(Redis redis) {
        return new Publisher(redis, true);
    }

    /** Channels belong to no shard: scripts on all shards publish there. */
    public static Publisher unsharded(Redis redis) {
        return new Publisher(redis, false);
    }

    /**
     * Publishes one message. Messages that follow one another on one thread keep their order.
     *
     * @throws io.mychat.gateway.spi.StoreUnavailableException when Redis does not take it
     */
    public void publish(String channel, byte[] message) {
        Boolean known = sharded;
        boolean toShard = known == null ? askSharded() : known;
        redis.call(RedisCommand.read(toShard ? "SPUBLISH" : "PUBLISH", channel, new Object[] {message}));
    }

    /**
     * Asks the server, which may have another release by now. A subscription asks before each attempt, so that both
     * use the same kind of channel.
     */
    boolean askSharded() {
        boolean answer = maySharded && redis.version().isAtLeast(SHARDED_MAJOR, 0);
        sharded = answer;
        return answer;
    }
}
