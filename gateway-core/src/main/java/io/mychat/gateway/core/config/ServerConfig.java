package io.mychat.gateway.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Section {@code server}. Each component is the key of the same name, described in docs/configuration.md.
 *
 * @param nodeId empty: a name is generated at the start
 * @param accept the limits of TCP connections
 * @param rollout how clients are told to reconnect
 * @param events sessions over server-sent events
 * @param platformStrategy the configured file name; empty: the file beside the main file, or the built-in platforms
 * @param routerConfig the configured file name; empty: the file beside the main file, or no routes
 * @since 0.1.0
 */
public record ServerConfig(
        String host,
        int websocketPort,
        int httpPort,
        boolean httpEnabled,
        int managementPort,
        Optional<String> nodeId,
        int maxMessageBytes,
        int maxJsonDepth,
        int maxConnections,
        int handshakesPerSecond,
        int handshakeBurst,
        Duration drain,
        Duration ping,
        Duration pongTimeout,
        Duration closeTimeout,
        int maxBodyBytes,
        int maxUnauthenticated,
        int maxUnauthenticatedMessageBytes,
        long maxBufferedBytes,
        int maxAuthBodyBytes,
        AcceptLimits accept,
        RolloutConfig rollout,
        EventStreamConfig events,
        Optional<Path> platformStrategy,
        Optional<Path> routerConfig,
        boolean watchConfig,
        Duration watchPoll,
        Duration watchdog) {

    private static final long LEAST_BUFFERED_BYTES = 1 << 20;

    /** {@link #maxBufferedBytes}, or for 0 a quarter of the heap. */
    public long bufferedBytes() {
        return maxBufferedBytes == 0
                ? Math.max(LEAST_BUFFERED_BYTES, Runtime.getRuntime().maxMemory() / 4)
                : maxBufferedBytes;
    }
}
