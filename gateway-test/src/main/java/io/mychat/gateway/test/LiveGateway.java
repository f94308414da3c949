package io.mychat.gateway.test;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import io.mychat.gateway.testkit.TestMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A running gateway with the modules of the class path and the embedded stores: in memory ({@link #inMemory}) or on free
 * ports of the loopback address ({@link #start(UnaryOperator)}). {@link GatewayTest} runs one for JUnit tests.
 *
 * <p>Everybody's password is {@link #PASSWORD}, a user whose name begins with {@code root} is an administrator, and no
 * rate is limited: the tests would be over before the limit is. Thread-safe; a client is used by one thread at a time.
 *
 * @since 0.1.0
 */
public final class LiveGateway implements AutoCloseable {

    public static final String PASSWORD = "correct horse";

    private static final String PLATFORM = "web";
    private static final Duration STEP = Duration.ofSeconds(10);

    private final GatewayServer server;
    private final Network network;
    private final TestAccounts accounts;
    /** Null: the real time. */
    private final @Nullable ManualTime time;

    LiveGateway(GatewayServer server, Network network, TestAccounts accounts, @Nullable ManualTime time) {
        this.server = server;
        this.network = network;
        this.accounts = accounts;
        this.time = time;
    }

    /**
     * Starts a gateway without sockets, in a time that stands still.
     *
     * @param more changes the gateway before it is started
     */
    public static LiveGateway inMemory(UnaryOperator<GatewayBuilder> more) {
        return new GatewayStarter(GatewayTest.Transport.IN_MEMORY, GatewayTest.Clock.MANUAL, new TestAccounts())
                .start(more);
    }

    /** @param more changes what {@link #builder} begins, before it is started */
    public static LiveGateway start(UnaryOperator<GatewayBuilder> more) throws IOException {
        TestAccounts accounts = new TestAccounts();
        return start(more.apply(builder(accounts)), accounts);
    }

    /** Starts what a test has built otherwise. */
    public static LiveGateway start(GatewayBuilder builder) throws IOException {
        return start(builder, new TestAccounts());
    }

    private static LiveGateway start(GatewayBuilder builder, TestAccounts accounts) throws IOException {
        GatewayServer server = builder.build();
        server.start();
        return new LiveGateway(server, new SocketNetwork(server), accounts, null);
    }

    /** A running gateway with ports of its own that somebody else starts and stops, such as a framework. */
    public static LiveGateway around(GatewayServer server) {
        return new LiveGateway(server, new SocketNetwork(server), new TestAccounts(), null);
    }

    /**
     * A running gateway in the container of its host, which starts and stops it.
     *
     * @param webSocket where clients connect to
     * @param http the host's port; the HTTP API is at {@code /api}
     */
    public static LiveGateway around(GatewayServer server, URI webSocket, InetSocketAddress http) {
        return new LiveGateway(server, new SocketNetwork(() -> webSocket, () -> http), new TestAccounts(), null);
    }

    /** Begins a gateway as {@link #start(UnaryOperator)} starts it. */
    public static GatewayBuilder builder() {
        return builder(new TestAccounts());
    }

    private static GatewayBuilder builder(TestAccounts accounts) {
        return GatewayStarter.unlimited(withDefaults()).credentials(accounts);
    }

    /**
     * Begins a gateway on free ports of the loopback address that has nothing but a secret for gateway-auth: limits have
     * their defaults, and a stop is quick.
     */
    public static GatewayBuilder withDefaults() {
        return GatewayStarter.onPorts(GatewayServer.builder()).setting("auth.jwt_secret", GatewayStarter.SECRET);
    }

    public GatewayServer server() {
        return server;
    }

    /**
     * The clock of a gateway in memory.
     *
     * @throws IllegalStateException when the gateway runs in real time
     */
    public ManualTime time() {
        return manual(time);
    }

    static ManualTime manual(@Nullable ManualTime time) {
        if (time != null) {
            return time;
        }
        throw new IllegalStateException("the gateway runs in real time, which a test cannot advance: "
                + "@GatewayTest(clock = MANUAL) or LiveGateway.inMemory gives a clock that it can");
    }

    /**
     * Advances the clock in steps that are short enough for clients to answer pings on the way.
     *
     * @throws IllegalStateException when the gateway runs in real time
     */
    public void advance(Duration duration) {
        advance(time(), duration, network::settle);
    }

    static void advance(ManualTime time, Duration duration, Runnable settle) {
        Duration left = duration;
        while (!left.isZero()) {
            Duration step = left.compareTo(STEP) < 0 ? left : STEP;
            time.advance(step);
            settle.run();
            left = left.minus(step);
        }
    }

    Network network() {
        return network;
    }

    /** Grants roles in place of the previous ones, from the user's next login on. No effect on a host's own accounts. */
    public void roles(String userId, String... roles) {
        accounts.roles(Objects.requireNonNull(userId, "userId"), Set.of(roles));
    }

    /** The address on the loopback interface; in memory a symbol. */
    public InetSocketAddress webSocketAddress() {
        return server.webSocketAddress();
    }

    /** Where a client on a socket connects to. */
    public URI webSocketUri() {
        return network instanceof SocketNetwork sockets
                ? sockets.webSocketUri()
                : clients().webSocketUri();
    }

    /** Calls its HTTP API. */
    public TestHttpClient http() {
        return network.http();
    }

    /** Clients on sockets. */
    public GatewayClients clients() {
        return new GatewayClients(server.webSocketAddress(), server.httpAddress());
    }

    /** A client that has just connected. */
    public TestClient connect() {
        return connect(Map.of());
    }

    /** A client that has just connected with these headers in its handshake. */
    public TestClient connect(Map<String, String> headers) {
        return network.connect(headers);
    }

    /** A client that has logged in on platform {@code web}, on a device that the gateway has named. */
    public TestClient login(String user) {
        return login(user, PLATFORM, "");
    }

    /**
     * A client that has logged in.
     *
     * @param deviceId empty: the gateway assigns one
     * @throws AssertionError with the reply, when the login is refused
     */
    public TestClient login(String user, String platform, String deviceId) {
        return login(user, PASSWORD, platform, deviceId);
    }

    /**
     * A client as a test asks for it: connected, or logged in.
     *
     * @throws AssertionError with the reply, when the login is refused
     */
    public TestClient client(Client wanted) {
        if (wanted.value().isEmpty()) {
            return connect();
        }
        if (wanted.roles().length > 0) {
            roles(wanted.value(), wanted.roles());
        }
        return login(wanted.value(), wanted.password(), wanted.platform(), wanted.device());
    }

    TestClient login(String user, String password, String platform, String deviceId) {
        TestClient client = connect();
        TestMessage reply = client.login(user, password, platform, deviceId);
        if (reply.code() != 200) {
            client.close();
            throw new AssertionError("the login of " + user + " on " + platform + " was refused: " + reply);
        }
        return client;
    }

    /** How many connections the gateway knows, bound or not. */
    public int connections() {
        return new TestHttpClient.Answer(200, server.serverStats())
                .json()
                .path("connections")
                .path("total")
                .asInt(-1);
    }

    /**
     * Stops the gateway.
     *
     * @throws AssertionError when a receiver or an endpoint of a gateway in memory has thrown
     */
    @Override
    public void close() {
        server.stop();
        network.close();
    }
}
