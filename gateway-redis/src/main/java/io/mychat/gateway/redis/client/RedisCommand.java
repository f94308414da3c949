package io.mychat.gateway.redis.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One command to Redis.
 *
 * @param name the name in Redis, such as {@code HGET}
 * @param keys all of one cluster slot; empty for a command without keys, which then goes to any node
 * @param args the arguments after the keys: texts, numbers, or {@code byte[]}
 * @param script the script that it calls, to be sent in full where the server does not know it
 * @param writes whether the data changes: such commands wait for replicas where the settings say so
 * @param isAlone whether the answer may be large: such a command takes a connection to itself, so that other calls do not wait for it
 */
public record RedisCommand(
        String name,
        List<String> keys,
        List<Object> args,
        @Nullable LuaScript script,
        boolean writes,
        boolean isAlone) {

    public RedisCommand {
        keys = List.copyOf(keys);
        args = List.copyOf(args);
    }

    /** A command that changes nothing. */
    public static RedisCommand read(String name, String key, Object... args) {
        return new RedisCommand(name, List.of(key), List.of(args), null, false, false);
    }

    /** A command that changes data. */
    public static RedisCommand write(String name, String key, Object... args) {
        return new RedisCommand(name, List.of(key), List.of(args), null, true, false);
    }

    /** A command without a key. */
    public static RedisCommand keyless(String name, Object... args) {
        return new RedisCommand(name, List.of(), List.of(args), null, false, false);
    }

    /** The same command, whose answer may be large. */
    public RedisCommand byItself() {
        return new RedisCommand(name, keys, args, script, writes, true);
    }

    /** The key that says which server is meant; empty when any is. */
    String routingKey() {
        return keys.isEmpty() ? "" : keys.get(0);
    }

    /** A script's call in the form that sends its whole text. */
    RedisCommand inFull() {
        LuaScript text = script;
        if (text == null) {
            throw new IllegalStateException("not the call of a script");
        }
        List<Object> full = new ArrayList<>(args);
        full.set(0, text.text());
        return new RedisCommand("EVAL", keys, full, text, writes, isAlone);
    }
}
