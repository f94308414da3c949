package io.mychat.gateway.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.ConnectResult;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestConnection;
import io.mychat.gateway.testkit.TestHandshake;
import io.mychat.gateway.testkit.TestMessage;
import io.mychat.gateway.testkit.auth.FakeTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A whole gateway on transports without sockets, in a time that stands still. Everybody's password is {@link #PASSWORD};
 * users whose names begin with {@code root} have the role {@code admin}.
 *
 * <p>Closing it checks that no receiver and no endpoint has thrown, and that every HTTP answer was as described.
 */
public final class TestGateway implements AutoCloseable {

    public static final String PASSWORD = "correct horse";

    private static final Duration STEP = Duration.ofSeconds(10);

    public final ManualTime time = new ManualTime();
    public final InMemoryTransport sockets = new InMemoryTransport(time);
    public final InMemoryHttpTransport http = new InMemoryHttpTransport();
    public final ApiContract api = new ApiContract(http);
    public final FakeTokens tokens = new FakeTokens(time);
    public final GatewayServer server;

    private TestGateway(UnaryOperator<GatewayBuilder> more) {
        server = more.apply(GatewayServer.builder()
                        .time(time)
                        // It looks in real time, and asks the timers, which stand still with this time.
                        .setting("server.watchdog_seconds", 0)
                        // A stop waits for clients in real time, and their timers stand still.
                        .setting("server.drain_per_second", 1_000_000)
                        .webSocketTransport(sockets)
                        .httpTransport(api)
                        .tokens(tokens)
                        .credentials((username, password) -> password.equals(PASSWORD)
                                ? new CredentialVerdict.Accepted(user(username))
                                : new CredentialVerdict.Rejected()))
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TestGateway start() {
        return start(builder -> builder);
    }

    public static TestGateway start(UnaryOperator<GatewayBuilder> more) {
        return new TestGateway(more);
    }

    public static UserInfo user(String name) {
        return new UserInfo(name, name, name.startsWith("root") ? Set.of("admin") : Set.of());
    }

    /** A client that has just connected. */
    public Guest connect() {
        TestConnection connection = sockets.connect();
        return new Guest(connection, TestClient.over(connection));
    }

    /** A client that has logged in. */
    public Guest login(String user, String platform, String deviceId) {
        Guest guest = connect();
        TestMessage reply = guest.client().login(user, PASSWORD, platform, deviceId);
        assertThat(reply.code()).as("login of %s: %s", user, reply).isEqualTo(200);
        return guest;
    }

    /** The status that a handshake is answered with; 101 when it is accepted. */
    public int handshakeStatus(TestHandshake handshake) {
        return sockets.attempt(handshake) instanceof ConnectResult.Refused refused ? refused.status() : 101;
    }

    /** What shows the HTTP API who calls. */
    public Map<String, String> bearer(String user) {
        HttpResponse response = http.post(
                "/api/auth/login",
                Map.of(),
                "{\"username\":\"" + user + "\",\"password\":\"" + PASSWORD
                        + "\",\"platform\":\"web\",\"device_id\":\"http\"}");
        return Map.of(
                "Authorization",
                "Bearer " + ApiContract.json(response).path("token").textValue());
    }

    public List<Session> sessionsOf(String user) {
        return server.sessions().sessionsOf(user);
    }

    /** Lets time go by in steps that are short enough for clients to answer pings on the way. */
    public void advance(Duration duration) {
        Duration left = duration;
        while (!left.isZero()) {
            Duration step = left.compareTo(STEP) < 0 ? left : STEP;
            time.advance(step);
            sockets.settle();
            left = left.minus(step);
        }
    }

    @Override
    public void close() {
        server.stop();
        assertThat(sockets.failures()).isEmpty();
        assertThat(http.failures()).isEmpty();
    }

    /** The two views of one client: frames, and the protocol. */
    public record Guest(TestConnection connection, TestClient client) {

        public TestMessage request(long cmdId, String data) {
            return client.request(cmdId, data);
        }

        /** Sends an envelope as it is and takes the next message. */
        public TestMessage raw(String envelope) {
            client.sendRaw(envelope);
            return client.next();
        }
    }
}
