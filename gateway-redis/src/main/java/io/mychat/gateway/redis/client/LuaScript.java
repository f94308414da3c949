package io.mychat.gateway.redis.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/**
 * A script from resource files. It is called by its digest, and sent in full to a server that does not know it (a new
 * one, or one that was restarted or flushed).
 *
 * <p>Redis runs a script as one step; a cluster may run one twice when its answer is lost, so scripts bear that.
 *
 * @param text the program
 * @param digest its SHA-1, in hexadecimal digits
 */
public record LuaScript(String text, String digest) {

    /**
     * Loads a script.
     *
     * @param home a class in the package whose resources they are
     * @param files joined in this order, so that scripts can share functions
     */
    public static LuaScript load(Class<?> home, String... files) {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            text.append(read(home, file)).append('\n');
        }
        return of(text.toString());
    }

    /**
     * A script that calls others as functions, each with the {@code KEYS} and {@code ARGV} that it gives them.
     *
     * @param functions by their names, in this order
     */
    public static LuaScript calling(SortedMap<String, LuaScript> functions, LuaScript main) {
        StringBuilder text = new StringBuilder();
        functions.forEach((name, script) -> text.append("local function ")
                .append(name)
                .append("(KEYS, ARGV)\n")
                .append(script.text())
                .append("end\n"));
        return of(text.append(main.text()).toString());
    }

    static LuaScript of(String text) {
        return new LuaScript(text, sha1(text));
    }

    /** Its call, which may change data. */
    public RedisCommand on(List<String> keys, Object... args) {
        return call(keys, args, true);
    }

    /** Its call, which changes nothing that replicas must have. */
    public RedisCommand readOn(List<String> keys, Object... args) {
        return call(keys, args, false);
    }

    private RedisCommand call(List<String> keys, Object[] args, boolean writes) {
        Object[] all = new Object[args.length + 1];
        all[0] = digest;
        System.arraycopy(args, 0, all, 1, args.length);
        // The command makes its own copy.
        return new RedisCommand("EVALSHA", keys, Arrays.asList(all), this, writes, false);
    }

    private static String read(Class<?> home, String file) {
        try (InputStream in = home.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the module lacks its script " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-1", e);
        }
    }
}
