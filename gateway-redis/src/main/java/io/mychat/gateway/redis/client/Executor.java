package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/** Carries commands out, on the caller's thread. Sends scripts in full where the server does not know them. */
final class Executor {

    private final Link link;
    private final int waitReplicas;
    private final long waitMillis;
    private final RedisStatistics statistics;

    Executor(Link link, RedisSettings settings, RedisStatistics statistics) {
        this.link = link;
        this.waitReplicas = settings.waitReplicas();
        this.waitMillis = Math.max(1, settings.deadline().toMillis() / 2);
        this.statistics = statistics;
    }

    /** Runs commands for one server; one alone may go to any. */
    List<Reply> run(List<Command> commands) {
        boolean waits = waitReplicas > 0 && commands.stream().anyMatch(Command::writes);
        if (commands.size() == 1 && !waits) {
            return List.of(single(commands.get(0)));
        }
        try {
            return together(commands, waits);
        } catch (JedisException e) {
            droppingIdle(e);
            return commands.stream()
                    .map(command -> Reply.failed(Failures.of(e)))
                    .toList();
        }
    }

    private Reply single(Command command) {
        try {
            return Reply.of(execute(command));
        } catch (JedisNoScriptException e) {
            statistics.scriptLoad();
            return single(command.inFull());
        } catch (JedisException e) {
            droppingIdle(e);
            return Reply.failed(Failures.of(e));
        }
    }

    private Object execute(Command command) {
        statistics.roundTrip(1);
        return link.execute(new CommandObject<>(arguments(command), BuilderFactory.ENCODED_OBJECT));
    }

    private List<Reply> together(List<Command> commands, boolean waits) {
        List<Object> raw;
        try (Connection connection = link.connectionTo(commands.get(0).routingKey())) {
            for (Command command : commands) {
                connection.sendCommand(arguments(command));
            }
            if (waits) {
                connection.sendCommand(
                        new CommandArguments(name("WAIT")).add(waitReplicas).add(waitMillis));
            }
            int sent = commands.size() + (waits ? 1 : 0);
            statistics.roundTrip(sent);
            raw = connection.getMany(sent);
        }
        boolean tooFew = waits && raw.get(commands.size()) instanceof Long reached && reached < waitReplicas;
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            Reply reply = reply(raw.get(i), command);
            replies.add(tooFew && command.writes() ? Reply.failed(notReplicated()) : reply);
        }
        return replies;
    }

    private Reply reply(Object raw, Command command) {
        if (raw instanceof JedisNoScriptException) {
            statistics.scriptLoad();
            return single(command.inFull());
        }
        if (raw instanceof JedisRedirectionException) {
            return single(command);
        }
        return raw instanceof JedisDataException e
                ? Reply.failed(Failures.of(e))
                : Reply.of(BuilderFactory.ENCODED_OBJECT.build(raw));
    }

    private static StoreUnavailableException notReplicated() {
        return new StoreUnavailableException("too few replicas have the write");
    }

    private void droppingIdle(JedisException e) {
        if (e instanceof JedisConnectionException) {
            link.dropIdle();
        }
    }

    private static CommandArguments arguments(Command command) {
        CommandArguments arguments = new CommandArguments(name(command.name()));
        if (command.script() != null) {
            arguments.add(command.args().get(0)).add(command.keys().size());
            command.keys().forEach(arguments::key);
            command.args().stream().skip(1).forEach(arg -> add(arguments, arg));
        } else {
            command.keys().forEach(arguments::key);
            command.args().forEach(arg -> add(arguments, arg));
        }
        return arguments;
    }

    private static void add(CommandArguments arguments, Object arg) {
        if (arg instanceof byte[] bytes) {
            arguments.add(bytes);
        } else {
            arguments.add(arg.toString());
        }
    }

    private static ProtocolCommand name(String name) {
        byte[] raw = name.getBytes(StandardCharsets.US_ASCII);
        return () -> raw;
    }
}
