package io.mychat.gateway.redis.connection;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Spaces the attempts to connect for the first time: each failure doubles the pause. In real time, because sockets know no
 * other. Not safe for use by many threads: the owner's lock guards it.
 */
final class ConnectBackoff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final double SHORTEST_SHARE = 0.5;

    private Duration pause = FIRST;
    private long notBefore;
    private @Nullable JedisException last;

    /** @throws JedisConnectionException when it is too early for another attempt */
    void begin() {
        JedisException failure = last;
        if (failure != null && System.nanoTime() - notBefore < 0) {
            throw new JedisConnectionException("the next attempt to connect is a moment later", failure);
        }
    }

    void failed(JedisException failure) {
        last = failure;
        double share = ThreadLocalRandom.current().nextDouble(SHORTEST_SHARE, 1);
        notBefore = System.nanoTime() + (long) (pause.toNanos() * share);
        pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
    }
}
