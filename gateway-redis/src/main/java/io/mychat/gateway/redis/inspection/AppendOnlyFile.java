package io.mychat.gateway.redis.inspection;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Has a server write its append-only file anew after each of its starts.
 *
 * <p>A server that is killed while it writes a script's commands may leave their beginning at the end of the file. It ignores
 * that at the next start, but leaves it there and appends behind it, and the start after that one executes it: half a message, or a
 * message twice. Redis 7.0 does so, and Valkey did until August 2026. A file that is written from memory has no such remainder.
 *
 * <p>Thread-safe.
 */
final class AppendOnlyFile {

    private static final Logger LOG = LoggerFactory.getLogger(AppendOnlyFile.class);

    private static final String NEVER = "-1";

    /** The runs of servers that do not let their user do it: asked once, since each refusal is an entry in ACL LOG. */
    private final Map<HostAndPort, String> refusedBy = new ConcurrentHashMap<>();

    /**
     * Asks for it where it has not happened since the start of the server.
     *
     * @param info what the server says about itself
     * @return false when its user lacks the right
     */
    boolean isWrittenAnew(Connection connection, HostAndPort server, Map<String, String> info) {
        boolean needed = "1".equals(info.get("aof_enabled"))
                && "0".equals(info.get("loading"))
                && NEVER.equals(info.get("aof_last_rewrite_time_sec"))
                && "0".equals(info.get("aof_rewrite_in_progress"))
                && "0".equals(info.get("aof_rewrite_scheduled"));
        if (!needed) {
            return true;
        }
        String run = info.getOrDefault("run_id", "");
        if (run.equals(refusedBy.get(server))) {
            return false;
        }
        try {
            String answer = connection.executeCommand(
                    new CommandObject<>(new CommandArguments(Protocol.Command.BGREWRITEAOF), BuilderFactory.STRING));
            LOG.info("Redis at {} has started; its append-only file is written anew: {}", server, answer);
            return true;
        } catch (JedisDataException e) {
            if (e.getMessage() != null && e.getMessage().startsWith("NOPERM")) {
                refusedBy.put(server, run);
                return false;
            }
            LOG.debug("Redis at {} does not write its append-only file anew now", server, e);
            return true;
        }
    }
}
