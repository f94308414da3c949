package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.StoreUnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Jedis's exceptions in our words. */
final class Failures {

    private static final List<String> NOT_SERVING =
            List.of("LOADING", "CLUSTERDOWN", "MASTERDOWN", "READONLY", "NOAUTH", "WRONGPASS", "NOPERM");

    private Failures() {}

    /** The server cannot be reached, or is in no state to serve. */
    static final class Unreachable extends StoreUnavailableException {

        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static StoreUnavailableException of(JedisException e) {
        if (e instanceof JedisDataException) {
            String word = firstWord(e.getMessage());
            String message = "Redis refused a command: " + word;
            return NOT_SERVING.contains(word) ? new Unreachable(message, e) : new StoreUnavailableException(message, e);
        }
        return new Unreachable("Redis is not reachable", e);
    }

    /** The error's name; what follows may quote data. */
    private static String firstWord(@Nullable String message) {
        String text = message == null ? "" : message.strip();
        int end = text.indexOf(' ');
        return end < 0 ? text : text.substring(0, end);
    }
}
