package io.mychat.gateway.redis.testing;

import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Address;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.redis.settings.RedisSettings.Servers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The servers that all tests of a JVM share, started at their first use and ended with the JVM. Each test takes settings
 * of its own and thereby a key prefix of its own. Whoever kills or freezes a server starts one for that, see {@link
 * RedisProcess#start}.
 */
public final class RedisServers {

    private static final AtomicInteger TESTS = new AtomicInteger();

    private RedisServers() {}

    /** The two kinds of shared servers, for tests of both. */
    public enum Kind {
        SINGLE,
        CLUSTER;

        /** New settings for a test, see {@link RedisServers#single} and {@link RedisServers#cluster}. */
        public RedisSettings settings() {
            return this == SINGLE ? single() : cluster();
        }
    }

    /** The shared server, with a new key prefix and a user who may do what the documentation says and nothing else. */
    public static RedisSettings single() {
        return DocumentedRights.only(of(Single.SERVER), List.of(Single.SERVER));
    }

    /** The shared cluster of three nodes, with a new key prefix and such a user. */
    public static RedisSettings cluster() {
        return DocumentedRights.only(of(Cluster.SERVERS), Cluster.SERVERS.nodes());
    }

    /** A server, with a new key prefix. */
    public static RedisSettings of(RedisProcess server) {
        return RedisSettings.single("127.0.0.1", server.port()).withKeyPrefix(newPrefix());
    }

    /** A cluster, with a new key prefix. */
    public static RedisSettings of(RedisCluster cluster) {
        List<Address> addresses = cluster.nodes().stream()
                .map(node -> new Address("127.0.0.1", node.port()))
                .toList();
        return RedisSettings.of(new Servers(Mode.CLUSTER, addresses, "", 0, newPrefix()));
    }

    private static String newPrefix() {
        return "t" + TESTS.incrementAndGet() + ":";
    }

    private static final class Single {

        private static final RedisProcess SERVER = RedisProcess.start();
    }

    private static final class Cluster {

        private static final RedisCluster SERVERS = RedisCluster.start();
    }
}
