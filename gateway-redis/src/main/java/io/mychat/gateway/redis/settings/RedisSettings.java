package io.mychat.gateway.redis.settings;

import io.mychat.gateway.spi.config.ClientTls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Section {@code redis}, checked.
 *
 * @param servers the servers of Redis
 * @param access credentials and TLS
 * @param pool connections and how many calls may wait for one
 * @param deadline the longest that any call takes, waiting for a connection included
 * @param waitReplicas the number of replicas that must have a write
 */
public record RedisSettings(Servers servers, Access access, Pool pool, Duration deadline, int waitReplicas) {

    /** The kind of Redis deployment. */
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
     * The servers of Redis.
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

    /** A user of Redis; without a name the default one. */
    public record Login(Optional<String> username, Optional<String> password) {

        /** No credentials, for a server that asks for none. */
        public static Login none() {
            return new Login(Optional.empty(), Optional.empty());
        }

        public static Login of(String username, String password) {
            return new Login(Optional.of(username), Optional.of(password));
        }

        @Override
        public String toString() {
            return "Login";
        }
    }

    /**
     * Credentials, and whether connections are encrypted.
     *
     * @param sentinelLogin credentials for the sentinels
     * @param tls of connections, those to sentinels too; empty: they are not encrypted
     */
    public record Access(Login login, Login sentinelLogin, Optional<ClientTls> tls) {

        public static Access open() {
            return new Access(Login.none(), Login.none(), Optional.empty());
        }

        public Access withLogin(Login user) {
            return new Access(user, sentinelLogin, tls);
        }

        public Access withTls(ClientTls encryption) {
            return new Access(login, sentinelLogin, Optional.of(encryption));
        }

        @Override
        public String toString() {
            return "Access[tls=" + tls.isPresent() + "]";
        }
    }

    /**
     * RedisPoolConfig of specification 10.1: the connections to each server.
     *
     * @param max all of them, with those that carry the calls of many sessions
     */
    public record Pool(int min, int max, CallLimits calls, Duration idleTimeout, Duration connectTimeout) {

        /** At most half of the connections carry the calls of many sessions. */
        public Pool {
            calls = new CallLimits(calls.waiting(), Math.min(calls.pipelines(), max / 2), calls.together());
        }

        public static Pool defaults() {
            return new Pool(5, 50, CallLimits.defaults(), Duration.ofSeconds(30), Duration.ofSeconds(5));
        }
    }

    /**
     * Bounds of the calls to each server.
     *
     * @param waiting calls that may wait for a connection; a further call fails at once
     * @param pipelines connections that carry the calls of many sessions; 0: each call has one to itself
     * @param together the most calls that one of them sends at once
     */
    public record CallLimits(int waiting, int pipelines, int together) {

        public static CallLimits defaults() {
            return new CallLimits(10_000, 2, 64);
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

    public RedisSettings withAccess(Access other) {
        return new RedisSettings(servers, other, pool, deadline, waitReplicas);
    }

    public RedisSettings withWaitReplicas(int replicas) {
        return new RedisSettings(servers, access, pool, deadline, replicas);
    }

    public RedisSettings withPool(Pool connections) {
        return new RedisSettings(servers, access, connections, deadline, waitReplicas);
    }
}
