package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Jedis's exceptions in our words, which name neither secrets nor data. */
final class Failures {

    private static final List<String> NOT_SERVING = List.of("LOADING", "CLUSTERDOWN", "MASTERDOWN", "READONLY");
    private static final List<String> NOT_LET_IN = List.of("NOAUTH", "WRONGPASS");
    private static final int MOST_CAUSES = 10;

    private Failures() {}

    /** The server cannot be reached, or is in no state to serve. */
    static final class Unreachable extends StoreUnavailableException {

        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The server serves, and the user that we are there lacks a right: no retry helps. */
    static final class Forbidden extends StoreUnavailableException {

        private static final long serialVersionUID = 1L;

        Forbidden(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static StoreUnavailableException of(JedisException e) {
        JedisDataException answer = answer(e);
        return answer == null
                ? new Unreachable("Redis is not reachable: " + Obstacle.of(e), e)
                : refused(answer, firstWord(text(answer)));
    }

    /** A call took longer than the deadline. */
    static StoreUnavailableException late(TimeoutException e) {
        return new Unreachable("Redis did not answer in time", e);
    }

    private static StoreUnavailableException refused(JedisDataException e, String word) {
        if (NOT_LET_IN.contains(word)) {
            return new Unreachable("Redis refuses redis.username and redis.password: " + word, e);
        }
        String message = "Redis refused a command: " + word;
        return NOT_SERVING.contains(word)
                ? new Unreachable(message, e)
                : MissingRight.in(text(e))
                        .<StoreUnavailableException>map(right -> new Forbidden(right.toString(), e))
                        .orElseGet(() -> new StoreUnavailableException(message, e));
    }

    /** What a server said, and not that of another server that had sent us there; null when it said nothing. */
    private static @Nullable JedisDataException answer(JedisException e) {
        Throwable at = e;
        for (int i = 0; i < MOST_CAUSES && at != null; i++) {
            if (at instanceof JedisDataException said) {
                return said;
            }
            at = at.getCause();
        }
        return null;
    }

    private static String text(JedisDataException e) {
        String message = e.getMessage();
        return message == null ? "" : message.strip();
    }

    /** The error's name; what follows may quote data. */
    private static String firstWord(String text) {
        int end = text.indexOf(' ');
        return end < 0 ? text : text.substring(0, end);
    }
}
