package io.mychat.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.HandlerRegistry;
import io.mychat.gateway.spi.PluginContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestConnection;
import io.mychat.gateway.testkit.auth.FakeTokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** A stop, and the end of a connection that never began, when parts of the gateway fail at it. */
class StopTest {

    private final TimeSource time = Mockito.spy(new ManualTime());
    private final InMemoryTransport sockets = Mockito.spy(new InMemoryTransport(new ManualTime()));
    private final InMemoryHttpTransport http = Mockito.spy(new InMemoryHttpTransport());
    private final AtomicBoolean pluginClosed = new AtomicBoolean();
    private final List<Thread> workers = new CopyOnWriteArrayList<>();

    private final GatewayServer server = GatewayServer.builder()
            .time(time)
            .setting("server.watchdog_seconds", 0)
            .setting("server.drain_seconds", 0)
            .setting("server.close_timeout_seconds", 1)
            .webSocketTransport(sockets)
            .httpTransport(http)
            .tokens(new FakeTokens(new ManualTime()))
            .credentials((username, password) ->
                    new io.mychat.gateway.spi.auth.CredentialVerdict.Accepted(TestGateway.user(username)))
            .plugin(new GatewayPlugin() {
                @Override
                public void install(HandlerRegistry handlers) {
                    handlers.register(9000, (message, context) -> {
                        workers.add(Thread.currentThread());
                        return Reply.ok();
                    });
                }

                @Override
                public String name() {
                    return "stop-test";
                }

                @Override
                public void start(PluginContext context) {}

                @Override
                public void stop() {
                    pluginClosed.set(true);
                }
            })
            .build();

    private TestClient alice() {
        TestClient alice = TestClient.over(sockets.connect());
        assertThat(alice.login("alice", "x", "web", "w").code()).isEqualTo(200);
        assertThat(alice.request(9000, "{}").code()).isEqualTo(200);
        return alice;
    }

    private void assertFree() {
        assertThat(server.isRunning()).isFalse();
        Mockito.verify(sockets).close();
        Mockito.verify(http).close();
        assertThat(pluginClosed).isTrue();
        await().untilAsserted(() -> assertThat(workers).isNotEmpty().noneMatch(Thread::isAlive));
    }

    @Test
    void aPortThatCannotBeClosedKeepsNothingElseOpen() throws IOException {
        server.start();
        alice();
        Mockito.doAnswer(close -> {
                    close.callRealMethod();
                    throw new IllegalStateException("a mistake of the transport");
                })
                .when(sockets)
                .close();

        server.stop();

        assertFree();
    }

    @Test
    void aConnectionThatCannotBeClosedKeepsNothingElseOpen() throws IOException {
        Mockito.doAnswer(start -> {
                    ConnectionListener real = start.getArgument(1);
                    start.getRawArguments()[1] = new Stubborn(real);
                    return start.callRealMethod();
                })
                .when(sockets)
                .start(any(), any());
        server.start();
        alice();

        server.stop();

        assertFree();
    }

    @Test
    void aConnectionWhoseTimersCannotBeSetLeavesNothingBehind() throws IOException {
        server.start();
        Mockito.doThrow(new IllegalStateException("no timers")).when(time).schedule(any(), any());
        TestConnection refused = sockets.connect();
        assertThat(refused.awaitClose(TestClient.PATIENCE)).hasValue(1011);
        Mockito.doCallRealMethod().when(time).schedule(any(), any());

        assertThat(numbers()).contains("mychat_connections 0", "mychat_connection_places 0");
        alice();
        assertThat(numbers()).contains("mychat_connections 1", "mychat_connection_places 1");

        server.stop();

        assertFree();
    }

    private List<String> numbers() {
        return new String(
                        http.get("/api/system/metrics", Map.of("Accept", "text/plain"))
                                .body(),
                        StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** Its connections do not let themselves be closed. */
    private record Stubborn(ConnectionListener real) implements ConnectionListener {

        @Override
        public HandshakeDecision onHandshake(HandshakeRequest request) {
            return real.onHandshake(request);
        }

        @Override
        public ConnectionReceiver onOpen(HandshakeRequest request, Connection connection) {
            Connection stubborn = Mockito.spy(connection);
            Mockito.doThrow(new AssertionError("a mistake of the transport"))
                    .when(stubborn)
                    .close(any());
            return real.onOpen(request, stubborn);
        }

        @Override
        public void onAbandoned(HandshakeRequest request) {
            real.onAbandoned(request);
        }
    }
}
