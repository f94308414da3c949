package io.mychat.gateway.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.message.Command;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.testkit.TestClient;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The order of start and stop: the web server is there before the gateway, and longer. */
class LifecycleTest {

    @Test
    void theWebServerServesUntilTheGatewayHasAnsweredItsClients() throws Exception {
        RunningApplication application = RunningApplication.start(
                List.of(ChatApplication.class, Slow.class),
                "mychat.processing.task-timeout-ms=60s",
                "mychat.server.drain-seconds=30");
        Slow.Handler slow = application.bean(Slow.Handler.class);
        int port = application.port();
        try (TestClient alice = application.login("alice")) {
            assertThat(application.bean(Slow.Probe.class).portAtTheStart)
                    .as("the web server was up before the gateway")
                    .isEqualTo(String.valueOf(port));
            String request = alice.send(5009, "{}");
            assertThat(slow.entered.await(20, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<Void> closed = CompletableFuture.runAsync(application::close);
            alice.next(4005);

            assertThat(get(port, "/hello").body()).isEqualTo("hello");
            assertThat(get(port, "/api/system/health").body()).contains("\"draining\"");
            slow.release.countDown();
            assertThat(alice.reply(request).text("done")).isEqualTo("true");
            // Told to leave, she leaves; otherwise the gateway would choose her moment within the 30 s.
            alice.close();
            closed.get(60, TimeUnit.SECONDS);
        }
        assertThatThrownBy(() -> get(port, "/hello")).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> application.bean(GatewayServer.class)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void callsBeforeTheStartSayThatTheGatewayDoesNotRun() {
        GatewayServer gateway = GatewayServer.builder()
                .setting("auth.jwt_secret", "x".repeat(40))
                .build();
        Sessions sessions = RunningGateway.calls(Sessions.class, gateway::sessions);

        assertThatThrownBy(sessions::onlineCount)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not running");
        assertThat(List.of(sessions)).contains(sessions);
        assertThat(sessions).hasToString("Sessions of the gateway");
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    static class Slow {

        @Bean
        Handler slowHandler() {
            return new Handler();
        }

        @Bean
        Probe probe(Environment environment) {
            return new Probe(environment);
        }

        static class Handler {

            final CountDownLatch entered = new CountDownLatch(1);
            final CountDownLatch release = new CountDownLatch(1);

            @Command(5009)
            public Map<String, Object> work() throws InterruptedException {
                entered.countDown();
                return Map.of("done", release.await(50, TimeUnit.SECONDS));
            }
        }

        /** Runs in the phase of the gateway. */
        static final class Probe implements SmartLifecycle {

            private final Environment environment;
            private volatile boolean running;
            volatile String portAtTheStart = "";

            Probe(Environment environment) {
                this.environment = environment;
            }

            @Override
            public void start() {
                portAtTheStart = environment.getProperty("local.server.port", "none");
                running = true;
            }

            @Override
            public void stop() {
                running = false;
            }

            @Override
            public boolean isRunning() {
                return running;
            }

            @Override
            public int getPhase() {
                return GatewayLifecycle.PHASE;
            }
        }
    }
}
