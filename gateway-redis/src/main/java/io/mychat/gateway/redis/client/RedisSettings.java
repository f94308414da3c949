package io.mychat.gateway.redis.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Section {@code redis}, checked.
 *
 * @param servers where Redis is
 * @param access who we are there
 * @param pool connections and how many calls may wait for one
 * @param deadline the longest that any call takes, waiting for a connection included
 * @param waitReplicas how many replicas must have a write before it counts as done
 */
public record RedisSettings(Servers servers, Access access, Pool pool, Duration deadline, int waitReplicas) {

    /** How Redis is run. */
    public enum Mode {
        SINGLE,
        SENTINEL,
        CLUSTER
    }

    /** Host and port. */
    public record Address(String host, int port) {

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * Where Redis is.
     *
     * @param addresses one for {@code SINGLE}; sentinels for {@code SENTINEL}; any nodes for {@code CLUSTER}
     * @param masterName for {@code SENTINEL}, else empty
     * @param database 0 in a cluster
     * @param keyPrefix before every key and channel
     */
    public record Servers(Mode mode, List<Address> addresses, String masterName, int database, String keyPrefix) {

        public Servers {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * Who we are.
     *
     * @param tls whether connections are encrypted
     * @param caFile PEM certificates to trust instead of the JVM's
     */
    public record Access(Optional<String> username, Optional<String> password, boolean tls, Optional<Path> caFile) {

        public static Access open() {
            return new Access(Optional.empty(), Optional.empty(), false, Optional.empty());
        }

        @Override
        public String toString() {
            return "Access[tls=" + tls + "]";
        }
    }

    /**
     * Connections, of one server each.
     *
     * @param queue how many calls may wait for a connection; one more fails at once
     */
    public record Pool(int min, int max, int queue, Duration idleTimeout, Duration connectTimeout) {

        public static Pool defaults() {
            return new Pool(5, 50, 10_000, Duration.ofSeconds(30), Duration.ofSeconds(5));
        }
    }

    /** One Redis without a password and the default bounds. */
    public static RedisSettings single(String host, int port) {
        return of(new Servers(Mode.SINGLE, List.of(new Address(host, port)), "", 0, ""));
    }

    /** The default bounds, no password. */
    public static RedisSettings of(Servers servers) {
        return new RedisSettings(servers, Access.open(), Pool.defaults(), Duration.ofSeconds(2), 0);
    }

    public RedisSettings withKeyPrefix(String prefix) {
        return new RedisSettings(
                new Servers(servers.mode(), servers.addresses(), servers.masterName(), servers.database(), prefix),
                access,
                pool,
                deadline,
                waitReplicas);
    }

    public RedisSettings withDeadline(Duration limit) {
        return new RedisSettings(servers, access, pool, limit, waitReplicas);
    }

    public RedisSettings withPool(Pool connections) {
        return new RedisSettings(servers, access, connections, deadline, waitReplicas);
    }
}
