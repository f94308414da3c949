package io.mychat.gateway.redis.client;

import java.nio.charset.StandardCharsets;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.commands.ProtocolCommand;

/** Converts our commands to those of Jedis. */
final class JedisCommands {

    private JedisCommands() {}

    static CommandArguments arguments(RedisCommand command) {
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

    static ProtocolCommand name(String name) {
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
