package io.mychat.gateway.core.testing.live;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A gateway as a host application has it: with the modules of the class path and the embedded stores, on free ports of the
 * loopback address. Everybody's password is {@link #PASSWORD}, a user whose name begins with {@code root} is an
 * administrator, and no rate is limited: the tests would be over before the limit is.
 */
public final class LiveGateway implements AutoCloseable {

    public static final String PASSWORD = "correct horse";

    private final GatewayServer server;

    private LiveGateway(GatewayServer server) {
        this.server = server;
    }

    /** @param more changes what {@link #builder} begins, before it is started */
    public static LiveGateway start(UnaryOperator<GatewayBuilder> more) throws IOException {
        return start(more.apply(builder()));
    }

    /** Starts what a test has built otherwise. */
    public static LiveGateway start(GatewayBuilder builder) throws IOException {
        GatewayServer server = builder.build();
        server.start();
        return new LiveGateway(server);
    }

    /** Begins a gateway as {@link #start} starts it. */
    public static GatewayBuilder builder() {
        return withDefaults()
                .setting("security.messages_per_second", 0)
                .setting("security.user_messages_per_second", 0)
                .setting("security.user_bytes_per_second", 0)
                .setting("security.failed_logins_per_minute.user_and_address", 0)
                .setting("security.failed_logins_per_minute.address", 0)
                .setting("security.failed_logins_per_minute.user", 0)
                .setting("security.failed_logins_per_minute.credentials", 0)
                .credentials(LiveGateway::check);
    }

    /** Begins a gateway on free ports of the loopback address that has nothing but a secret: limits have their defaults, and a stop is quick. */
    public static GatewayBuilder withDefaults() {
        return GatewayServer.builder()
                .host("127.0.0.1")
                .websocketPort(0)
                .httpPort(0)
                // A stop waits for its clients to leave.
                .setting("server.drain_per_second", 1_000_000)
                .setting("auth.jwt_secret", "a secret of these tests, and long enough");
    }

    private static CredentialVerdict check(String username, String password) {
        return password.equals(PASSWORD) && UserInfo.isValidUserId(username)
                ? new CredentialVerdict.Accepted(
                        new UserInfo(username, username, username.startsWith("root") ? Set.of("admin") : Set.of()))
                : new CredentialVerdict.Rejected();
    }

    public GatewayServer server() {
        return server;
    }

    public InetSocketAddress webSocketAddress() {
        return server.webSocketAddress();
    }

    public URI webSocketUri() {
        return clients().webSocketUri();
    }

    /** Calls its HTTP API. */
    public TestHttpClient http() {
        return clients().http();
    }

    public GatewayClients clients() {
        return new GatewayClients(server.webSocketAddress(), server.httpAddress());
    }

    /** A client that has just connected. */
    public TestClient connect() {
        return clients().connect();
    }

    /** A client that has logged in. */
    public TestClient login(String user, String platform, String deviceId) {
        return clients().login(user, platform, deviceId);
    }

    /** How many connections the gateway knows, bound or not. */
    public int connections() {
        return new TestHttpClient.Answer(200, server.serverStats())
                .json()
                .path("connections")
                .path("total")
                .asInt(-1);
    }

    @Override
    public void close() {
        server.stop();
    }
}
