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
        // What is sent again waits again, and both have to fit into the deadline.
        this.waitMillis = Math.max(1, settings.deadline().toMillis() / 3);
        this.statistics = statistics;
    }

    /** Runs commands for one server; one alone may go to any. */
    List<Reply> run(List<Command> commands) {
        boolean waits = waitReplicas > 0 && commands.stream().anyMatch(Command::writes);
        if (commands.size() == 1 && !waits) {
            return List.of(single(commands.get(0)));
        }
        try {
            return together(commands, waits, true);
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

    /** @param repeats whether what the server refused for being the wrong one, or for not knowing the script, is sent again */
    private List<Reply> together(List<Command> commands, boolean waits, boolean repeats) {
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
            if (repeats && isToRepeat(raw.get(i))) {
                replies.add(again(raw.get(i), command));
            } else {
                replies.add(tooFew && command.writes() ? Reply.failed(notReplicated()) : reply(raw.get(i)));
            }
        }
        return replies;
    }

    private static boolean isToRepeat(Object raw) {
        return raw instanceof JedisNoScriptException || raw instanceof JedisRedirectionException;
    }

    /** Carries a command out by itself; a write waits for replicas on the connection that it was sent on. */
    private Reply again(Object raw, Command command) {
        Command next = command;
        if (raw instanceof JedisNoScriptException) {
            statistics.scriptLoad();
            next = command.inFull();
        }
        if (waitReplicas == 0 || !command.writes()) {
            return single(next);
        }
        try {
            if (raw instanceof JedisRedirectionException) {
                // Whatever follows the key finds out where it is now.
                execute(Command.read("EXISTS", command.routingKey()));
                next = command.script() == null ? command : command.inFull();
            }
            return together(List.of(next), true, false).get(0);
        } catch (JedisException e) {
            droppingIdle(e);
            return Reply.failed(Failures.of(e));
        }
    }

    private static Reply reply(Object raw) {
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
