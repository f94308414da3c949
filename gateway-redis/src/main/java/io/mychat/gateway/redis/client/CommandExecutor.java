package io.mychat.gateway.redis.client;

import io.mychat.gateway.redis.connection.JedisConnections;
import io.mychat.gateway.redis.failure.Failures;
import io.mychat.gateway.redis.failure.RedisFailure;
import io.mychat.gateway.redis.failure.RedisFailure.Kind;
import io.mychat.gateway.redis.settings.RedisSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * Executes commands on the calling thread: at the server to which a cluster has moved their keys, and in full when a
 * server does not know their script. A write waits for replicas on the same connection, because only that server knows
 * of it.
 */
final class CommandExecutor {

    /** The most redirections of a write; with more of them the cluster is inconsistent. */
    private static final int MOST_REDIRECTIONS = 4;

    private final JedisConnections jedisConnections;
    private final int waitReplicas;
    private final long waitMillis;
    private final RedisStatistics statistics;
    private final Duration longestPatience;
    private final Failures failures;
    /** As many as calls were ever made at the same time, which have a connection each. */
    private final Queue<ArgumentBuffers> idleBuffers = new ConcurrentLinkedQueue<>();

    CommandExecutor(
            JedisConnections jedisConnections, RedisSettings settings, RedisStatistics statistics, Failures failures) {
        this.jedisConnections = jedisConnections;
        this.failures = failures;
        this.longestPatience = settings.deadline().dividedBy(2);
        this.waitReplicas = settings.waitReplicas();
        // A command that is sent again waits again, and both waits have to fit into the deadline.
        this.waitMillis = Math.max(1, settings.deadline().toMillis() / 3);
        this.statistics = statistics;
    }

    /** Runs commands for one server; one alone may go to any. */
    List<RedisReply> run(List<RedisCommand> commands) {
        SlotMoveRetry slotMoveRetry = new SlotMoveRetry(longestPatience);
        boolean waits = waitReplicas > 0 && commands.stream().anyMatch(RedisCommand::writes);
        if (commands.size() == 1 && !waits) {
            return List.of(single(commands.get(0), slotMoveRetry));
        }
        try {
            return together(commands, waits, slotMoveRetry);
        } catch (JedisException e) {
            return failed(commands, e);
        }
    }

    /** Jedis follows the key to its server. */
    private RedisReply single(RedisCommand first, SlotMoveRetry slotMoveRetry) {
        RedisCommand command = first;
        while (true) {
            try {
                statistics.roundTrip(1);
                RedisReply redisReply = RedisReply.of(jedisConnections.execute(
                        new CommandObject<>(JedisCommands.arguments(command), BuilderFactory.ENCODED_OBJECT)));
                failures.answered();
                return redisReply;
            } catch (JedisNoScriptException e) {
                statistics.scriptLoad();
                command = command.inFull();
            } catch (JedisException e) {
                if (!slotMoveRetry.helps(e)) {
                    return failed(e);
                }
            }
        }
    }

    private List<RedisReply> together(List<RedisCommand> commands, boolean waits, SlotMoveRetry slotMoveRetry) {
        List<Object> raw;
        try (Connection connection =
                jedisConnections.connectionTo(commands.get(0).routingKey())) {
            raw = exchange(connection, commands, waits);
        }
        return answers(commands, raw, slotMoveRetry);
    }

    /**
     * Sends commands to the server of the first one in one round trip, and repeats none.
     *
     * @return what the server has answered to each, for {@link #answers}
     */
    List<Object> sendTogether(List<RedisCommand> commands) {
        try (Connection connection =
                jedisConnections.connectionTo(commands.get(0).routingKey())) {
            return exchange(connection, commands, false);
        }
    }

    /** Whether {@link #answers} would send commands again. */
    static boolean hasRepetitions(List<Object> raw) {
        for (Object answer : raw) {
            if (isToRepeat(answer)) {
                return true;
            }
        }
        return false;
    }

    /** Reads what {@link #sendTogether} has returned, and sends the commands again that a server refused for the moment. */
    List<RedisReply> answers(List<RedisCommand> commands, List<Object> raw) {
        return answers(commands, raw, new SlotMoveRetry(longestPatience));
    }

    /** The answers to commands that got none. */
    List<RedisReply> failed(List<RedisCommand> commands, JedisException e) {
        return Collections.nCopies(commands.size(), failed(e));
    }

    private List<RedisReply> answers(List<RedisCommand> commands, List<Object> raw, SlotMoveRetry slotMoveRetry) {
        boolean waits = raw.size() > commands.size();
        List<RedisReply> replies = new ArrayList<>(commands.size());
        for (int i = 0; i < commands.size(); i++) {
            RedisCommand command = commands.get(i);
            Object answer = raw.get(i);
            if (isToRepeat(answer)) {
                replies.add(again(answer, command, slotMoveRetry));
            } else {
                replies.add(waits && command.writes() ? reply(answer, raw.get(commands.size())) : reply(answer));
            }
        }
        return replies;
    }

    private List<Object> exchange(Connection connection, List<RedisCommand> commands, boolean waits) {
        boolean isWhole = false;
        ArgumentBuffers buffers = Objects.requireNonNullElseGet(idleBuffers.poll(), ArgumentBuffers::new);
        try {
            for (RedisCommand command : commands) {
                connection.sendCommand(JedisCommands.argumentsForConnection(command, buffers));
            }
            if (waits) {
                connection.sendCommand(new CommandArguments(JedisCommands.name("WAIT"))
                        .add(waitReplicas)
                        .add(waitMillis));
            }
            int sent = commands.size() + (waits ? 1 : 0);
            statistics.roundTrip(sent);
            List<Object> raw = connection.getMany(sent);
            isWhole = true;
            failures.answered();
            return raw;
        } finally {
            idleBuffers.add(buffers);
            if (!isWhole) {
                // What is left in it would be taken for the answers to the next commands, which are somebody else's.
                connection.setBroken();
            }
        }
    }

    private static boolean isToRepeat(Object raw) {
        return raw instanceof JedisNoScriptException
                || raw instanceof JedisRedirectionException
                || (raw instanceof JedisDataException e && SlotMoveRetry.mayHelp(e));
    }

    private RedisReply again(Object refusal, RedisCommand command, SlotMoveRetry slotMoveRetry) {
        try {
            if (waitReplicas > 0 && command.writes()) {
                return following(refusal, command, slotMoveRetry);
            }
            if (refusal instanceof JedisNoScriptException) {
                statistics.scriptLoad();
                return single(command.inFull(), slotMoveRetry);
            }
            return single(command, slotMoveRetry);
        } catch (JedisException e) {
            return failed(e);
        }
    }

    /**
     * Sends a write to the server that the last one named, until a server takes it, and waits for that server's
     * replicas.
     */
    private RedisReply following(Object firstRefusal, RedisCommand first, SlotMoveRetry slotMoveRetry) {
        RedisCommand command = first;
        Object refusal = firstRefusal;
        for (int redirections = 0; redirections <= MOST_REDIRECTIONS; ) {
            if (refusal instanceof JedisNoScriptException) {
                statistics.scriptLoad();
                command = command.inFull();
            } else if (refusal instanceof JedisRedirectionException) {
                redirections++;
            } else if (refusal instanceof JedisDataException e && slotMoveRetry.helps(e)) {
                redirections = 0;
            } else {
                break;
            }
            List<Object> raw = sendOnce(refusal, command);
            if (!isToRepeat(raw.get(0))) {
                return reply(raw.get(0), raw.get(1));
            }
            refusal = raw.get(0);
        }
        return reply(refusal);
    }

    private List<Object> sendOnce(Object refusal, RedisCommand command) {
        if (refusal instanceof JedisAskDataException ask) {
            try (Connection connection = jedisConnections.connectionTo(ask.getTargetNode())) {
                connection.executeCommand(Protocol.Command.ASKING);
                return exchange(connection, List.of(command), true);
            }
        }
        if (refusal instanceof JedisRedirectionException) {
            jedisConnections.renewSlots();
        }
        try (Connection connection = jedisConnections.connectionTo(command.routingKey())) {
            return exchange(connection, List.of(command), true);
        }
    }

    /** @param waited the number of replicas that have the write, or the error instead */
    private RedisReply reply(Object raw, Object waited) {
        if (raw instanceof JedisDataException) {
            return reply(raw);
        }
        if (waited instanceof JedisDataException e) {
            return RedisReply.failed(failures.of(e));
        }
        return waited instanceof Long reached && reached >= waitReplicas
                ? reply(raw)
                : RedisReply.failed(new RedisFailure(Kind.UNFIT, "too few replicas have the write"));
    }

    private RedisReply reply(Object raw) {
        return raw instanceof JedisDataException e
                ? RedisReply.failed(failures.of(e))
                : RedisReply.of(BuilderFactory.ENCODED_OBJECT.build(raw));
    }

    private RedisReply failed(JedisException e) {
        if (e instanceof JedisConnectionException) {
            jedisConnections.dropIdle();
        }
        return RedisReply.failed(failures.of(e));
    }
}
