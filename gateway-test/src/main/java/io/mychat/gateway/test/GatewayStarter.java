package io.mychat.gateway.test;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.FakeTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Starts the gateways of one test. Nodes of a cluster have the same starter, so that they share clock, accounts and keys.
 * Thread-safe.
 */
final class GatewayStarter implements AutoCloseable {

    static final String SECRET = "a secret of these tests, and long enough";

    private static final List<String> UNLIMITED = List.of(
            "security.messages_per_second",
            "security.user_messages_per_second",
            "security.user_bytes_per_second",
            "security.failed_logins_per_minute.user_and_address",
            "security.failed_logins_per_minute.address",
            "security.failed_logins_per_minute.user",
            "security.failed_logins_per_minute.credentials");

    /** A stop waits in real time for its clients to leave. */
    private static final int AT_ONCE = 1_000_000;

    private static final int MAX_CONNECTIONS = 1000;
    private static final String AUTH = "gateway-auth";

    private final GatewayTest.Transport transport;
    private final TimeSource time;
    private final TestAccounts accounts;
    private final TokenService tokens;

    GatewayStarter(GatewayTest.Transport transport, GatewayTest.Clock clock, TestAccounts accounts) {
        this.transport = transport;
        this.time = clock == GatewayTest.Clock.MANUAL ? new ManualTime() : new RealTime();
        this.accounts = accounts;
        this.tokens = new FakeTokens(time);
    }

    /** Also for stores that the gateways share. */
    TimeSource time() {
        return time;
    }

    /** Null: the real time. */
    @Nullable
    ManualTime manualTime() {
        return time instanceof ManualTime manual ? manual : null;
    }

    /**
     * Starts a gateway.
     *
     * @param more changes it before the start
     * @throws UncheckedIOException when a port cannot be bound
     */
    LiveGateway start(UnaryOperator<GatewayBuilder> more) {
        return transport == GatewayTest.Transport.SOCKETS ? onSockets(more) : inMemory(more);
    }

    private LiveGateway onSockets(UnaryOperator<GatewayBuilder> more) {
        GatewayBuilder builder = onPorts(GatewayServer.builder());
        if (hasAuth()) {
            builder.setting("auth.jwt_secret", SECRET);
        } else {
            builder.tokens(tokens);
        }
        GatewayServer server = started(builder, more);
        return new LiveGateway(server, new SocketNetwork(server), accounts, manualTime());
    }

    private LiveGateway inMemory(UnaryOperator<GatewayBuilder> more) {
        MemoryNetwork network = new MemoryNetwork(time);
        GatewayBuilder builder = GatewayServer.builder()
                .webSocketTransport(network.sockets())
                .httpTransport(network.calls())
                .setting("server.drain_per_second", AT_ONCE)
                .tokens(tokens);
        return new LiveGateway(started(builder, more), network, accounts, manualTime());
    }

    private GatewayServer started(GatewayBuilder builder, UnaryOperator<GatewayBuilder> more) {
        unlimited(builder)
                .credentials(accounts)
                .time(time)
                // Room for 100,000 clients is more than a process of tests has, which each start would warn about.
                .setting("server.max_connections", MAX_CONNECTIONS);
        if (time instanceof ManualTime) {
            // The watchdog looks in real time, and asks the timers, which stand still.
            builder.setting("server.watchdog_seconds", 0);
        }
        GatewayServer server = more.apply(builder).build();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return server;
    }

    /** Ends the timers; the gateways have been stopped. */
    @Override
    public void close() {
        if (time instanceof RealTime real) {
            real.close();
        }
    }

    static GatewayBuilder onPorts(GatewayBuilder builder) {
        return builder.host("127.0.0.1").websocketPort(0).httpPort(0).setting("server.drain_per_second", AT_ONCE);
    }

    static GatewayBuilder unlimited(GatewayBuilder builder) {
        UNLIMITED.forEach(key -> builder.setting(key, 0));
        return builder;
    }

    /** For a gateway in memory whose time stands still. */
    static Map<String, Object> inMemorySettings() {
        Map<String, Object> settings = new TreeMap<>(Map.of(
                "server.drain_per_second", AT_ONCE,
                "server.max_connections", MAX_CONNECTIONS,
                "server.watchdog_seconds", 0));
        UNLIMITED.forEach(key -> settings.put(key, 0));
        return settings;
    }

    private static boolean hasAuth() {
        return ServiceLoader.load(ModuleProvider.class).stream()
                .anyMatch(found -> found.get().name().equals(AUTH));
    }
}
