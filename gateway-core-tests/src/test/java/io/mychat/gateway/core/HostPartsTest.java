package io.mychat.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.testing.BareModule;
import io.mychat.gateway.core.testing.LogLines;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.PluginContext;
import io.mychat.gateway.spi.auth.Accounts;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.time.Timestamp;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.auth.FakeTokens;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** What a host hands in, and who closes it. */
class HostPartsTest {

    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final List<String> made = new CopyOnWriteArrayList<>();

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }

    /** Accounts whose verifier has threads, so to speak. */
    private final class Known implements Accounts {

        @Override
        public Optional<UserInfo> findById(String userId) {
            return Optional.of(TestGateway.user(userId));
        }

        @Override
        public CredentialVerifier passwordVerifier() {
            made.add("verifier");
            return new Verifier();
        }
    }

    private final class Verifier implements CredentialVerifier, AutoCloseable {

        @Override
        public CredentialVerdict verify(String username, String password) {
            return new CredentialVerdict.Accepted(TestGateway.user(username));
        }

        @Override
        public void close() {
            closed.add("verifier");
        }
    }

    /** A module that offers one adapter. */
    private final class OwnModule implements BareModule {

        @Override
        public String name() {
            return "own-module";
        }

        @Override
        public Module configure(ModuleSettings settings) {
            return services -> services.offer(MetricSource.class, new ClosingMetrics());
        }
    }

    private final class ClosingMetrics implements MetricSource, AutoCloseable {

        @Override
        public List<Metric> metrics() {
            return List.of();
        }

        @Override
        public void close() {
            closed.add("module's adapter");
        }
    }

    private final class Plugin implements GatewayPlugin {

        @Override
        public void start(PluginContext context) {}

        @Override
        public void stop() {
            closed.add("plug-in");
        }
    }

    @Test
    void whoMadeAPartClosesIt() {
        Verifier hosts = new Verifier();
        try (TestGateway gateway = TestGateway.start(builder -> builder.accounts(new Known())
                .module(new OwnModule())
                .plugin(new Plugin())
                .closing(part("first handed over"))
                .closing(part("last handed over")))) {
            Guest alice = gateway.login("alice", "web", "a");
            assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
            assertThat(closed).isEmpty();
        }
        assertThat(closed)
                .containsExactly("plug-in", "module's adapter", "verifier", "last handed over", "first handed over");

        closed.clear();
        TestGateway.start(builder -> builder.credentials(hosts)).close();
        assertThat(closed).as("the host made it").isEmpty();
    }

    @Test
    void aStartThatFailsClosesThemToo() {
        GatewayServer gateway = GatewayServer.builder()
                .tokens(new FakeTokens(new ManualTime()))
                .webSocketTransport(new InMemoryTransport(new ManualTime()))
                .withoutHttp()
                .accounts(new Known())
                .plugin(context -> {
                    throw new IllegalStateException("a test's failure");
                })
                .build();

        assertThatThrownBy(gateway::start).isInstanceOf(ConfigException.class);

        assertThat(closed).containsExactly("verifier");
    }

    @Test
    void handlersRunOnTheHostsExecutorWhichStaysOpen() throws Exception {
        ExecutorService host = Executors.newFixedThreadPool(1, task -> new Thread(task, "the host's"));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (TestGateway gateway = TestGateway.start(builder -> builder.executor(host)
                .setting("server.drain_seconds", 0)
                .handler(
                        5001,
                        (message, context) ->
                                Reply.ok("\"" + Thread.currentThread().getName() + "\""))
                .handler(5002, (message, context) -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return Reply.ok();
                }))) {
            Guest alice = gateway.login("alice", "web", "a");
            assertThat(alice.request(5001, "{}").data().textValue()).isEqualTo("the host's");
            alice.client().send(5002, "{}");
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(host.submit(() -> Thread.currentThread().isInterrupted()).get(10, TimeUnit.SECONDS))
                .as("an interrupt for a handler reaches no task of the host")
                .isFalse();
        host.shutdownNow();
    }

    @Test
    void timesAreThoseOfTheHostsClock() throws Exception {
        ManualTime time = new ManualTime();
        Instant then = time.now();
        InMemoryTransport sockets = new InMemoryTransport(new ManualTime());
        try (GatewayServer gateway = GatewayServer.builder()
                .clock(Clock.fixed(then, ZoneOffset.UTC))
                .tokens(new FakeTokens(time))
                .accounts(new Known())
                .webSocketTransport(sockets)
                .withoutHttp()
                .setting("server.drain_seconds", 0)
                .build()) {
            gateway.start();
            TestClient alice = TestClient.over(sockets.connect());
            assertThat(alice.login("alice", "x", "web", "a").code()).isEqualTo(200);

            assertThat(gateway.sessions().sessionsOf("alice").get(0).loginAt()).isEqualTo(then);
            assertThat(alice.request(3001, "{}").text("timestamp")).isEqualTo(Timestamp.of(then));
        }
    }

    @Test
    void aCheckMakesNoVerifierAndALaterCallTakesPrecedence() {
        GatewayBuilder builder = GatewayServer.builder()
                .tokens(new FakeTokens(new ManualTime()))
                .webSocketTransport(new InMemoryTransport(new ManualTime()))
                .withoutHttp()
                .accounts(new Known());

        assertThat(builder.check()).extracting(ConfigFault::path).doesNotContain("$.auth.users_file");

        assertThat(made).isEmpty();
        builder.credentials((username, password) -> new CredentialVerdict.Rejected());
        assertThat(builder.check()).isNotNull();
        assertThat(made).isEmpty();
    }

    @Test
    void anSslContextThatNobodyTakesStopsTheStart() throws Exception {
        GatewayServer gateway = GatewayServer.builder()
                .tokens(new FakeTokens(new ManualTime()))
                .webSocketTransport(new InMemoryTransport(new ManualTime()))
                .withoutHttp()
                .sslContext(SSLContext.getDefault())
                .build();

        assertThatThrownBy(gateway::start).hasMessageContaining("no module has taken the SSLContext");
    }

    @Test
    void theHttpPortCanBeLeftOut() throws Exception {
        InMemoryTransport sockets = new InMemoryTransport(new ManualTime());
        try (LogLines lines = new LogLines(GatewayServer.class);
                GatewayServer gateway = GatewayServer.builder()
                        .tokens(new FakeTokens(new ManualTime()))
                        .webSocketTransport(sockets)
                        .withoutHttp()
                        .setting("server.node_id", "n-1")
                        .setting("server.drain_seconds", 0)
                        .module(new OwnModule())
                        .build()) {
            gateway.start();

            assertThat(gateway.health().components())
                    .containsKey("websocket_server")
                    .doesNotContainKey("http_server");
            assertThatThrownBy(gateway::httpAddress).hasMessageContaining("no HTTP port");
            assertThat(lines.infos())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("Gateway serves WebSocket on ")
                            .doesNotContain("HTTP on")
                            .contains(
                                    "as node n-1 alone; modules: own-module",
                                    "sessions in memory",
                                    "messages in memory"));
        }
    }
}
