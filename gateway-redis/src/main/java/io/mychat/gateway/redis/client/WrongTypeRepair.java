package io.mychat.gateway.redis.client;

import io.mychat.gateway.redis.failure.RedisFailure;
import io.mychat.gateway.redis.failure.RedisFailure.Kind;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * Removes keys of an unexpected type, which no gateway has written. A command that meets such a key removes it and is
 * sent again; scripts do this themselves. Thread-safe.
 */
final class WrongTypeRepair {

    private static final LuaScript TAKE_OUT = LuaScript.load(WrongTypeRepair.class, "take_out.lua");

    private final LongAdder takenOut = new LongAdder();
    private final RateLimitedLog warning;

    WrongTypeRepair(TimeSource time) {
        this.warning = new RateLimitedLog(LoggerFactory.getLogger(WrongTypeRepair.class)::warn, time);
    }

    long takenOut() {
        return takenOut.sum();
    }

    /**
     * Replaces the answers of commands that met a key of the wrong type; two more round trips, and none when there
     * was no such key.
     *
     * @param replies to the commands, in their order
     * @param send sends commands, without this
     */
    List<RedisReply> repaired(
            List<RedisCommand> commands,
            List<RedisReply> replies,
            Function<List<RedisCommand>, List<RedisReply>> send) {
        Map<String, RedisCommand> removals = new LinkedHashMap<>();
        for (int i = 0; i < commands.size(); i++) {
            if (isRefused(replies.get(i))) {
                RedisCommand refused = commands.get(i);
                typeOf(refused)
                        .ifPresent(type ->
                                removals.put(refused.routingKey(), TAKE_OUT.on(List.of(refused.routingKey()), type)));
            }
        }
        if (removals.isEmpty()) {
            return replies;
        }
        List<String> keys = List.copyOf(removals.keySet());
        List<RedisReply> removed = send.apply(List.copyOf(removals.values()));
        for (int i = 0; i < keys.size(); i++) {
            if (!removed.get(i).isFailed() && removed.get(i).number() > 0) {
                takenOut.increment();
                warning.log("A key " + kind(keys.get(i)) + " had a type that no gateway writes there, and was removed");
            }
        }
        return repeated(commands, replies, removals.keySet(), send);
    }

    /**
     * Repeats all commands to a key from its first refused one on, because a key that is created again needs its expiry
     * again.
     */
    private static List<RedisReply> repeated(
            List<RedisCommand> commands,
            List<RedisReply> replies,
            Set<String> keys,
            Function<List<RedisCommand>, List<RedisReply>> send) {
        Set<String> begun = new HashSet<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            String key = commands.get(i).routingKey();
            if (keys.contains(key) && (isRefused(replies.get(i)) || begun.contains(key))) {
                begun.add(key);
                places.add(i);
            }
        }
        List<RedisReply> again = send.apply(places.stream().map(commands::get).toList());
        List<RedisReply> all = new ArrayList<>(replies);
        for (int i = 0; i < places.size(); i++) {
            all.set(places.get(i), again.get(i));
        }
        return List.copyOf(all);
    }

    private static boolean isRefused(RedisReply redisReply) {
        return RedisFailure.is(Kind.WRONG_TYPE, redisReply.failure());
    }

    /** The key type that a command expects; empty for scripts and for commands on every type. */
    private static Optional<String> typeOf(RedisCommand command) {
        if (command.script() != null || command.keys().size() != 1) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (command.name().charAt(0)) {
                    case 'G', 'I' -> "string";
                    case 'H' -> "hash";
                    case 'S' -> "set";
                    case 'Z' -> "zset";
                    case 'X' -> "stream";
                    default -> null;
                });
    }

    /** The part of a key's name that names neither a user nor a secret. */
    static String kind(String key) {
        int brace = key.indexOf('{');
        return key.substring(0, brace >= 0 ? brace : key.lastIndexOf(':') + 1) + "…";
    }
}
