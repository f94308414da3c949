package io.mychat.gateway.redis.connection;

import io.mychat.gateway.spi.time.Backoff;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Limits the attempts to connect for the first time: during the pause after a failure, an attempt fails at once with
 * that failure. In real time, because sockets have no other time. Guarded by the owner's lock.
 */
final class ConnectThrottle {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private int failures;
    private long notBefore;
    private @Nullable JedisException last;

    /** @throws JedisConnectionException during the pause after a failure */
    void begin() {
        JedisException failure = last;
        if (failure != null && System.nanoTime() - notBefore < 0) {
            throw new JedisConnectionException("the next attempt to connect is a moment later", failure);
        }
    }

    void failed(JedisException failure) {
        last = failure;
        failures++;
        notBefore = System.nanoTime() + BACKOFF.after(failures).toNanos();
    }
}
