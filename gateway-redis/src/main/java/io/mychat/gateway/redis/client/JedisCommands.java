package io.mychat.gateway.redis.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.commands.ProtocolCommand;

/** Converts our commands to those of Jedis. */
final class JedisCommands {

    private JedisCommands() {}

    /** For a known connection: Jedis neither keeps the keys nor computes their slots. */
    static CommandArguments argumentsForConnection(RedisCommand command, ArgumentBuffers buffers) {
        return new ConnectionArguments(name(command.name()), command, buffers);
    }

    /** For a connection that Jedis finds by the keys. */
    static CommandArguments arguments(RedisCommand command) {
        CommandArguments arguments = new CommandArguments(name(command.name()));
        List<Object> args = command.args();
        int first = 0;
        if (command.script() != null) {
            arguments.add(args.get(0)).add(command.keys().size());
            first = 1;
        }
        for (String key : command.keys()) {
            arguments.key(key);
        }
        for (int i = first; i < args.size(); i++) {
            add(arguments, args.get(i));
        }
        return arguments;
    }

    static ProtocolCommand name(String name) {
        if (name.equals("EVALSHA")) {
            return Protocol.Command.EVALSHA;
        }
        byte[] raw = name.getBytes(StandardCharsets.US_ASCII);
        return () -> raw;
    }

    private static void add(CommandArguments arguments, Object arg) {
        if (arg instanceof byte[] bytes) {
            arguments.add(bytes);
        } else {
            arguments.add(arg.toString());
        }
    }
}
