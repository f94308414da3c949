package io.mychat.gateway.core.config;

import io.mychat.gateway.core.config.reading.ConfigParsers;
import io.mychat.gateway.core.config.reading.DurationKey;
import io.mychat.gateway.core.config.reading.NumberKey;
import io.mychat.gateway.spi.config.ConfigSection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The section {@code server}. One component for each key, so there are many; {@link #read} is the only caller of the
 * constructor in the gateway.
 *
 * @param host the address that both ports bind to
 * @param websocketPort 0: any free one
 * @param httpPort 0: any free one
 * @param managementPort 0: none, and the HTTP port serves everything
 * @param nodeId this node's name; empty: made at start
 * @param maxMessageBytes the largest message of a client
 * @param maxJsonDepth the deepest nesting of a message
 * @param maxConnections how many clients may be connected at once
 * @param drain how long a stop waits for what runs
 * @param ping after how long a silence the client is pinged
 * @param pongTimeout how long a pinged client may stay silent
 * @param closeTimeout how long a closing connection may wait for the peer
 * @param maxBodyBytes the largest body of an HTTP request
 * @param maxUnauthenticated how many connections may be open on which nobody is logged in
 * @param maxUnauthenticatedMessageBytes the largest message of such a connection, other than 1002
 * @param maxBufferedBytes how many bytes may be buffered for all clients together; 0: a quarter of the heap
 * @param maxAuthBodyBytes the largest body of a request to {@code /api/auth}
 * @param accept bounds on TCP connections
 * @param platformStrategy the file as it is named; empty: the one beside the main file, or else the built-in one
 * @param routerConfig the file as it is named; empty: the one beside the main file, or else no routes
 * @param watchConfig whether the files are watched, and read anew when their content changes
 * @param watchPoll how often their content is looked at when the file system reports nothing
 * @param watchdog how often the gateway looks for what stands still; zero: never
 */
public record ServerConfig(
        String host,
        int websocketPort,
        int httpPort,
        int managementPort,
        Optional<String> nodeId,
        int maxMessageBytes,
        int maxJsonDepth,
        int maxConnections,
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
        Optional<Path> platformStrategy,
        Optional<Path> routerConfig,
        boolean watchConfig,
        Duration watchPoll,
        Duration watchdog) {

    private static final String DEFAULT_HOST = "0.0.0.0";
    private static final NumberKey WEBSOCKET_PORT = new NumberKey("websocket_port", 8080, 0, 65535);
    private static final NumberKey HTTP_PORT = new NumberKey("http_port", 8081, 0, 65535);
    private static final NumberKey MANAGEMENT_PORT = new NumberKey("management_port", 0, 0, 65535);
    private static final NumberKey MAX_MESSAGE_BYTES = new NumberKey("max_message_bytes", 65536, 128, 64 << 20);
    private static final NumberKey MAX_JSON_DEPTH = new NumberKey("max_json_depth", 64, 1, 1000);
    private static final NumberKey MAX_CONNECTIONS = new NumberKey("max_connections", 100_000, 1, 10_000_000);
    private static final DurationKey DRAIN = DurationKey.seconds("drain_seconds", 10, 0, 3600);
    private static final DurationKey PING = DurationKey.seconds("ping_seconds", 30, 1, 86_400);
    private static final DurationKey PONG_TIMEOUT = DurationKey.seconds("pong_timeout_seconds", 20, 1, 3600);
    private static final DurationKey CLOSE_TIMEOUT = DurationKey.seconds("close_timeout_seconds", 5, 1, 300);
    private static final NumberKey MAX_BODY_BYTES = new NumberKey("max_body_bytes", 1 << 20, 0, 1 << 30);
    private static final NumberKey MAX_UNAUTHENTICATED = new NumberKey("max_unauthenticated", 10_000, 1, 10_000_000);
    private static final NumberKey MAX_UNAUTHENTICATED_MESSAGE_BYTES =
            new NumberKey("max_unauthenticated_message_bytes", 8192, 128, 64 << 20);
    private static final NumberKey MAX_BUFFERED_BYTES = new NumberKey("max_buffered_bytes", 0, 0, 1L << 40);
    private static final long LEAST_BUFFERED_BYTES = 1 << 20;
    private static final NumberKey MAX_AUTH_BODY_BYTES = new NumberKey("max_auth_body_bytes", 8192, 0, 1 << 30);
    private static final DurationKey WATCH_POLL = DurationKey.seconds("watch_poll_seconds", 10, 1, 3600);
    private static final DurationKey WATCHDOG = DurationKey.seconds("watchdog_seconds", 5, 0, 3600);
    private static final Pattern NODE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String NODE_ID_RULE = "must be 1 to 64 of A-Z a-z 0-9 . _ -";

    public ServerConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must not be blank");
        }
        WEBSOCKET_PORT.check(websocketPort);
        HTTP_PORT.check(httpPort);
        MANAGEMENT_PORT.check(managementPort);
        nodeId.ifPresent(id -> {
            if (!NODE_ID.matcher(id).matches()) {
                throw new IllegalArgumentException("node_id " + NODE_ID_RULE);
            }
        });
        MAX_MESSAGE_BYTES.check(maxMessageBytes);
        MAX_JSON_DEPTH.check(maxJsonDepth);
        MAX_CONNECTIONS.check(maxConnections);
        DRAIN.check(drain);
        PING.check(ping);
        PONG_TIMEOUT.check(pongTimeout);
        CLOSE_TIMEOUT.check(closeTimeout);
        MAX_BODY_BYTES.check(maxBodyBytes);
        MAX_UNAUTHENTICATED.check(maxUnauthenticated);
        MAX_UNAUTHENTICATED_MESSAGE_BYTES.check(maxUnauthenticatedMessageBytes);
        MAX_BUFFERED_BYTES.check(maxBufferedBytes);
        MAX_AUTH_BODY_BYTES.check(maxAuthBodyBytes);
        Objects.requireNonNull(accept, "accept");
        Objects.requireNonNull(platformStrategy, "platformStrategy");
        Objects.requireNonNull(routerConfig, "routerConfig");
        WATCH_POLL.check(watchPoll);
        WATCHDOG.check(watchdog);
    }

    public static ServerConfig defaults() {
        return GatewayConfig.defaults().server();
    }

    static ServerConfig read(ConfigSection section) {
        return new ServerConfig(
                host(section),
                WEBSOCKET_PORT.intIn(section),
                httpPort(section),
                managementPort(section),
                nodeId(section),
                MAX_MESSAGE_BYTES.intIn(section),
                MAX_JSON_DEPTH.intIn(section),
                MAX_CONNECTIONS.intIn(section),
                DRAIN.in(section),
                PING.in(section),
                PONG_TIMEOUT.in(section),
                CLOSE_TIMEOUT.in(section),
                MAX_BODY_BYTES.intIn(section),
                MAX_UNAUTHENTICATED.intIn(section),
                MAX_UNAUTHENTICATED_MESSAGE_BYTES.intIn(section),
                MAX_BUFFERED_BYTES.longIn(section),
                MAX_AUTH_BODY_BYTES.intIn(section),
                AcceptLimits.read(section),
                ConfigParsers.path(section, ConfigFile.PLATFORM_STRATEGY.serverKey()),
                ConfigParsers.path(section, ConfigFile.ROUTER.serverKey()),
                section.flag("watch_config", true),
                WATCH_POLL.in(section),
                WATCHDOG.in(section));
    }

    /** {@link #maxBufferedBytes}, or what stands for 0: a quarter of the heap. */
    public long bufferedBytes() {
        return maxBufferedBytes == 0
                ? Math.max(LEAST_BUFFERED_BYTES, Runtime.getRuntime().maxMemory() / 4)
                : maxBufferedBytes;
    }

    private static String host(ConfigSection section) {
        String host = section.text("host", DEFAULT_HOST);
        if (host.isBlank()) {
            section.fault("host", "must be an address or a name, 0.0.0.0 for all addresses");
            return DEFAULT_HOST;
        }
        return host;
    }

    private static int httpPort(ConfigSection section) {
        int port = HTTP_PORT.intIn(section);
        if (port != 0 && port == WEBSOCKET_PORT.intIn(section)) {
            section.fault(HTTP_PORT.name(), "must differ from " + WEBSOCKET_PORT.name());
        }
        return port;
    }

    private static int managementPort(ConfigSection section) {
        int port = MANAGEMENT_PORT.intIn(section);
        if (port != 0 && (port == WEBSOCKET_PORT.intIn(section) || port == HTTP_PORT.intIn(section))) {
            section.fault(
                    MANAGEMENT_PORT.name(), "must differ from " + WEBSOCKET_PORT.name() + " and " + HTTP_PORT.name());
        }
        return port;
    }

    private static Optional<String> nodeId(ConfigSection section) {
        Optional<String> id = section.text("node_id");
        if (id.isPresent() && !NODE_ID.matcher(id.get()).matches()) {
            section.fault("node_id", NODE_ID_RULE);
            return Optional.empty();
        }
        return id;
    }
}
