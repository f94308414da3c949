package io.mychat.gateway.tyrus;

import java.time.Duration;

/**
 * The bounds of a host's endpoints.
 *
 * @param messageBytes 0: that of the gateway
 */
record EndpointBounds(int messageBytes, Duration idleTimeout, Duration sendTimeout, int threads) {

    static final EndpointBounds DEFAULT = new EndpointBounds(0, Duration.ofMinutes(5), Duration.ofSeconds(20), 32);

    EndpointBounds {
        if (messageBytes < 0) {
            throw new IllegalArgumentException("maxMessageBytes must be positive");
        }
        if (idleTimeout.toMillis() < 1 || sendTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("a timeout must be at least 1 ms");
        }
        if (threads < 1 || threads > 10_000) {
            throw new IllegalArgumentException("threads must be 1 to 10000, not " + threads);
        }
    }

    EndpointBounds withMessageBytes(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxMessageBytes must be positive");
        }
        return new EndpointBounds(bytes, idleTimeout, sendTimeout, threads);
    }

    EndpointBounds withIdleTimeout(Duration timeout) {
        return new EndpointBounds(messageBytes, timeout, sendTimeout, threads);
    }

    EndpointBounds withSendTimeout(Duration timeout) {
        return new EndpointBounds(messageBytes, idleTimeout, timeout, threads);
    }

    EndpointBounds withThreads(int number) {
        return new EndpointBounds(messageBytes, idleTimeout, sendTimeout, number);
    }
}
