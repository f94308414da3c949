package io.mychat.gateway.redis.inspection;

import io.mychat.gateway.redis.connection.JedisConnections;
import io.mychat.gateway.redis.inspection.ServerWarning.Kind;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Inspects one server with a few commands on a pooled connection and one connection without credentials.
 * Thread-safe; blocks.
 */
public final class ServerInspection {

    private static final String NO_EVICTION = "noeviction";

    private final JedisConnections jedisConnections;
    private final JedisClientConfig withoutLogin;
    private final TimeSource time;
    private final Duration clockDifference;
    private final AppendOnlyFile appendOnlyFile = new AppendOnlyFile();

    /** Servers that do not say how they save: they are asked once, since each refusal is an entry in ACL LOG. */
    private final Set<HostAndPort> silent = ConcurrentHashMap.newKeySet();

    /** @param withoutLogin for connections that show no credentials */
    public ServerInspection(
            JedisConnections jedisConnections,
            JedisClientConfig withoutLogin,
            TimeSource time,
            Duration clockDifference) {
        this.jedisConnections = jedisConnections;
        this.withoutLogin = withoutLogin;
        this.time = time;
        this.clockDifference = clockDifference;
    }

    /** @throws redis.clients.jedis.exceptions.JedisException when the server does not answer */
    public List<ServerWarning> of(HostAndPort server) {
        Found found = new Found(server.toString(), new ArrayList<>());
        try (Connection connection = jedisConnections.connectionTo(server)) {
            clock(connection, found);
            Map<String, String> info = info(connection, found);
            eviction(info, found);
            if (!appendOnlyFile.isWrittenAnew(connection, server, info)) {
                found.add(
                        Kind.REWRITE,
                        "has not written its append-only file anew since its start, and does not let its user run 'bgrewriteaof':"
                                + " if a crash has cut the file, the start after the next one may execute half a message; run"
                                + " BGREWRITEAOF after each crash, or allow it");
            }
            if ("0".equals(info.get("aof_enabled")) && !isSaved(connection, server, found)) {
                found.add(
                        Kind.PERSISTENCE,
                        "keeps nothing on disk (appendonly no, no save): a restart loses messages, refresh tokens and"
                                + " revocations; set appendonly yes");
            }
        }
        if (letsEverybodyIn(server)) {
            found.add(
                    Kind.PASSWORD,
                    "lets everybody in without a password: set requirepass or ACL users in Redis, and redis.password");
        }
        return List.copyOf(found.warnings());
    }

    private record Found(String server, List<ServerWarning> warnings) {

        void add(Kind kind, String what) {
            warnings.add(new ServerWarning(kind, server, "Redis at " + server + " " + what));
        }
    }

    /** The answer says the server's time at some moment between the question and its arrival. */
    private void clock(Connection connection, Found found) {
        long from = time.nanoTime();
        Instant asked = time.now();
        List<Object> answer = connection.executeCommand(
                new CommandObject<>(new CommandArguments(Protocol.Command.TIME), BuilderFactory.ENCODED_OBJECT_LIST));
        Instant theirs = Instant.ofEpochSecond(
                Long.parseLong(String.valueOf(answer.get(0))), Long.parseLong(String.valueOf(answer.get(1))) * 1000);
        Instant answered = asked.plusNanos(time.nanoTime() - from);
        if (theirs.isBefore(asked.minus(clockDifference))) {
            found.add(Kind.CLOCK, difference(Duration.between(theirs, asked), "behind"));
        } else if (theirs.isAfter(answered.plus(clockDifference))) {
            found.add(Kind.CLOCK, difference(Duration.between(answered, theirs), "ahead of"));
        }
    }

    private static String difference(Duration by, String side) {
        return "has a clock that is " + by.toMillis() + " ms " + side
                + " this gateway's: let both follow the same time (NTP)";
    }

    private static Map<String, String> info(Connection connection, Found found) {
        try {
            return connection
                    .executeCommand(
                            new CommandObject<>(new CommandArguments(Protocol.Command.INFO), BuilderFactory.STRING))
                    .lines()
                    .map(line -> line.split(":", 2))
                    .filter(parts -> parts.length == 2)
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (one, other) -> one));
        } catch (JedisDataException e) {
            found.add(
                    Kind.UNKNOWN,
                    "does not let its user run 'info': whether it evicts keys and whether it is kept on disk cannot be known");
            return Map.of();
        }
    }

    private static void eviction(Map<String, String> info, Found found) {
        String policy = info.getOrDefault("maxmemory_policy", NO_EVICTION);
        if (!policy.equals(NO_EVICTION)) {
            found.add(
                    Kind.EVICTION,
                    "evicts keys when its memory is full (maxmemory-policy " + policy
                            + "): sessions, messages and revocations vanish; set maxmemory-policy noeviction");
        }
    }

    /** Whether snapshots are configured; true when the server does not say. */
    private boolean isSaved(Connection connection, HostAndPort server, Found found) {
        String save = silent.contains(server) ? null : save(connection);
        if (save != null) {
            return !save.isBlank();
        }
        silent.add(server);
        found.add(
                Kind.UNKNOWN,
                "has appendonly no and does not let its user run 'config|get': whether it saves snapshots cannot be known");
        return true;
    }

    private static @Nullable String save(Connection connection) {
        try {
            List<Object> answer = connection.executeCommand(new CommandObject<>(
                    new CommandArguments(Protocol.Command.CONFIG).add("GET").add("save"),
                    BuilderFactory.ENCODED_OBJECT_LIST));
            return answer.size() < 2 ? null : String.valueOf(answer.get(1));
        } catch (JedisDataException e) {
            return null;
        }
    }

    private boolean letsEverybodyIn(HostAndPort server) {
        try (Connection stranger = new Connection(server, withoutLogin)) {
            String pong = stranger.executeCommand(
                    new CommandObject<>(new CommandArguments(Protocol.Command.PING), BuilderFactory.STRING));
            return pong.equals("PONG");
        } catch (JedisDataException | JedisConnectionException e) {
            // It asks for a password, or lets no stranger connect.
            return false;
        }
    }
}
