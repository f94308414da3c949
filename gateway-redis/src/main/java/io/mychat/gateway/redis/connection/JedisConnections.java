package io.mychat.gateway.redis.connection;

import io.mychat.gateway.redis.failure.Failures;
import io.mychat.gateway.redis.settings.ClientConfigs;
import io.mychat.gateway.redis.settings.LiveLogins;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Address;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.StaticCommandFlagsRegistry;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.executors.ClusterCommandExecutor;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.executors.DefaultCommandExecutor;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.providers.SentineledConnectionProvider;
import redis.clients.jedis.util.IOUtils;
import redis.clients.jedis.util.JedisClusterCRC16;
import redis.clients.jedis.util.Pool;

/**
 * The Jedis client for one server, sentinels or a cluster. It connects at the first use, because sentinels and clusters
 * have to be asked for their members. Thread-safe; methods that talk to Redis block.
 *
 * <p>Longer than 300 lines because each kind of deployment takes its own client of Jedis.
 */
public final class JedisConnections implements AutoCloseable {

    private static final int CLUSTER_ATTEMPTS = 3;
    /** The size of a sentinel's answer about a master. */
    private static final int HOST_AND_PORT = 2;

    private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(30);

    private final RedisSettings settings;
    private final LiveLogins logins;
    private final JedisClientConfig config;
    private final Object lock = new Object();
    /** Guarded by the lock for changes. */
    private volatile @Nullable Connected connected;

    /** Guarded by the lock. */
    private final ConnectThrottle connectThrottle = new ConnectThrottle();

    private boolean closed;
    /** Behind sentinels, the master that the first connections of this object went to. */
    private volatile @Nullable HostAndPort firstMaster;

    public JedisConnections(RedisSettings settings, LiveLogins logins) {
        this.settings = settings;
        this.logins = logins;
        this.config = ClientConfigs.calls(settings, logins);
    }

    /**
     * Tries other logins on a connection of their own. Blocks.
     *
     * @throws JedisAccessControlException when a server or sentinel refuses them
     * @throws JedisException when none answers
     */
    public void tryLogins(LiveLogins others) {
        if (settings.servers().mode() == Mode.SENTINEL) {
            try (Jedis sentinel = new Jedis(addresses().iterator().next(), ClientConfigs.sentinel(settings, others))) {
                sentinel.ping();
            }
        }
        try (Connection server = new Connection(masters().get(0), ClientConfigs.calls(settings, others))) {
            server.ping();
        }
    }

    private record Connected(ConnectionProvider provider, CommandExecutor executor) {}

    /** Runs one command, in a cluster wherever its key has moved to. */
    public <T> T execute(CommandObject<T> command) {
        return connected().executor().executeCommand(command);
    }

    /** A pooled connection to the server that has the key; to be closed after use. */
    public Connection connectionTo(String key) {
        ConnectionProvider provider = connected().provider();
        return provider instanceof ClusterConnectionProvider cluster && !key.isEmpty()
                ? cluster.getConnectionFromSlot(JedisClusterCRC16.getSlot(key))
                : provider.getConnection();
    }

    /** A pooled connection to a node of a cluster; to be closed after use. */
    public Connection connectionTo(HostAndPort node) {
        ConnectionProvider provider = connected().provider();
        return provider instanceof ClusterConnectionProvider cluster
                ? cluster.getConnection(node)
                : provider.getConnection();
    }

    /** The servers that take writes, as far as is known without asking all; connects at the first use. */
    public List<HostAndPort> masters() {
        ConnectionProvider provider = connected().provider();
        if (provider instanceof ClusterConnectionProvider cluster) {
            return cluster.getPrimaryNodes().keySet().stream()
                    .map(HostAndPort::from)
                    .toList();
        }
        return provider instanceof SentineledConnectionProvider sentinels
                ? List.of(sentinels.getCurrentMaster())
                : List.copyOf(addresses());
    }

    /** Asks a cluster for its slots again. */
    public void renewSlots() {
        if (connected().provider() instanceof ClusterConnectionProvider cluster) {
            cluster.renewSlotCache();
        }
    }

    /** Names the server that has the key, as far as that is known without asking; commands of one name go together. */
    public String serverOf(String key) {
        Connected now = connected;
        if (now == null || key.isEmpty() || !(now.provider() instanceof ClusterConnectionProvider cluster)) {
            return "";
        }
        HostAndPort node = cluster.getNode(JedisClusterCRC16.getSlot(key));
        return node == null ? "" : node.toString();
    }

    /** Drops connections that lie idle: after a failure they are probably dead too. */
    public void dropIdle() {
        Connected now = connected;
        if (now != null) {
            now.provider().getConnectionMap().values().forEach(pool -> {
                if (pool instanceof Pool<?> idle) {
                    idle.clear();
                }
            });
        }
    }

    /** Connections that lie idle, of all servers. */
    public int idle() {
        Connected now = connected;
        return now == null
                ? 0
                : now.provider().getConnectionMap().values().stream()
                        .mapToInt(pool -> pool instanceof Pool<?> idle ? idle.getNumIdle() : 0)
                        .sum();
    }

    /** The master behind sentinels that calls go to; empty before the first call, and in the other modes. */
    Optional<HostAndPort> master() {
        Connected now = connected;
        return now != null && now.provider() instanceof SentineledConnectionProvider sentinels
                ? Optional.of(sentinels.getCurrentMaster())
                : Optional.empty();
    }

    /** The first {@link #master} that anything was connected to. */
    Optional<HostAndPort> firstMaster() {
        return Optional.ofNullable(firstMaster);
    }

    /**
     * The calls that follow go to the master that the sentinels name now, or to the masters of a cluster. Blocks.
     *
     * @throws JedisException when no server knows
     */
    void findMaster() {
        if (settings.servers().mode() == Mode.CLUSTER) {
            renewSlots();
        } else if (settings.servers().mode() == Mode.SENTINEL) {
            HostAndPort named = requireMaster();
            if (master().filter(named::equals).isPresent()) {
                dropIdle();
            } else {
                reconnect();
            }
        }
    }

    private void reconnect() {
        Connected before;
        synchronized (lock) {
            if (closed) {
                return;
            }
            before = connected;
            connected = connect();
        }
        if (before != null) {
            IOUtils.closeQuietly(before.executor());
        }
    }

    private Connected connected() {
        Connected now = connected;
        if (now != null) {
            return now;
        }
        synchronized (lock) {
            if (closed) {
                throw new JedisConnectionException("closed");
            }
            Connected again = connected;
            if (again == null) {
                connectThrottle.begin();
                try {
                    again = connect();
                } catch (JedisException e) {
                    connectThrottle.failed(e);
                    throw e;
                }
                connected = again;
            }
            return again;
        }
    }

    private Connected connect() {
        ConnectionPoolConfig pool = pool();
        if (settings.servers().mode() == Mode.CLUSTER) {
            requireTopology();
            ClusterConnectionProvider cluster =
                    new ClusterConnectionProvider(addresses(), config, pool, TOPOLOGY_REFRESH);
            return new Connected(
                    cluster,
                    new ClusterCommandExecutor(
                            cluster, CLUSTER_ATTEMPTS, settings.deadline(), StaticCommandFlagsRegistry.registry()));
        }
        if (settings.servers().mode() == Mode.SENTINEL) {
            HostAndPort unused = requireMaster();
        }
        ConnectionProvider provider = settings.servers().mode() == Mode.SENTINEL
                ? new SentineledConnectionProvider(
                        settings.servers().masterName(),
                        config,
                        pool,
                        addresses(),
                        ClientConfigs.sentinel(settings, logins))
                : new PooledConnectionProvider(addresses().iterator().next(), config, pool);
        if (firstMaster == null && provider instanceof SentineledConnectionProvider sentinels) {
            firstMaster = sentinels.getCurrentMaster();
        }
        return new Connected(provider, new DefaultCommandExecutor(provider));
    }

    /**
     * Asks the nodes for the cluster's slots until one knows them. The provider starts a thread before it asks, and
     * leaves it behind when none does.
     */
    private void requireTopology() {
        JedisException last = new JedisConnectionException("no node of the cluster is configured");
        for (HostAndPort node : addresses()) {
            try (Connection connection = new Connection(node, config)) {
                Object slots = connection.executeCommand(
                        new CommandArguments(Protocol.Command.CLUSTER).add(Protocol.ClusterKeyword.SLOTS));
                if (slots instanceof List<?> known && !known.isEmpty()) {
                    return;
                }
                last = new JedisConnectionException("the cluster has no slots yet");
            } catch (JedisException e) {
                last = e;
            }
        }
        throw last;
    }

    /**
     * Asks the sentinels for the master until one knows it. The provider asks again, and would hide why none answers.
     */
    private HostAndPort requireMaster() {
        JedisException last = new JedisConnectionException("no sentinel is configured");
        for (HostAndPort sentinel : addresses()) {
            try (Jedis jedis = new Jedis(sentinel, ClientConfigs.sentinel(settings, logins))) {
                List<String> master =
                        jedis.sentinelGetMasterAddrByName(settings.servers().masterName());
                if (master != null && master.size() == HOST_AND_PORT) {
                    return new HostAndPort(master.get(0), Integer.parseInt(master.get(1)));
                }
                last = new JedisConnectionException("the master seems to be not monitored.");
            } catch (JedisAccessControlException e) {
                last = new JedisAccessControlException(Failures.SENTINEL + " " + e.getMessage(), e);
            } catch (JedisException e) {
                last = e;
            }
        }
        throw last;
    }

    private Set<HostAndPort> addresses() {
        Set<HostAndPort> addresses = new LinkedHashSet<>();
        for (Address address : settings.servers().addresses()) {
            addresses.add(new HostAndPort(address.host(), address.port()));
        }
        return addresses;
    }

    private ConnectionPoolConfig pool() {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(settings.pool().max());
        pool.setMaxIdle(settings.pool().max());
        pool.setMinIdle(settings.pool().min());
        pool.setMaxWait(settings.deadline());
        pool.setTestWhileIdle(false);
        pool.setMinEvictableIdleDuration(settings.pool().idleTimeout());
        pool.setTimeBetweenEvictionRuns(settings.pool().idleTimeout());
        pool.setJmxEnabled(false);
        return pool;
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            Connected now = connected;
            if (now != null) {
                IOUtils.closeQuietly(now.executor());
            }
        }
    }
}
