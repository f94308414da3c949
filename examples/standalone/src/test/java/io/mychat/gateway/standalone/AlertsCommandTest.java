package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsCommandTest {

    private final AtomicInteger status = new AtomicInteger(204);
    private final AtomicInteger requests = new AtomicInteger();

    @TempDir
    private Path directory;

    private HttpServer service;
    private Path config;

    @BeforeEach
    void listen() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/hook", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        service.start();
        config = Files.writeString(directory.resolve("gateway_config.json"), """
                {"auth": {"jwt_secret": "a secret for tests that is long enough"},
                 "alerts": {"channels": {"ops": {"type": "webhook", "url": "http://127.0.0.1:%d/hook/token-123456"}}}}
                """.formatted(
                        service.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    private CommandRun test(String channel) {
        return CommandRun.of("alerts", "test", channel, "--config", config.toString());
    }

    @Test
    void oneNotificationIsSentAndTheAnswerShown() {
        CommandRun run = test("ops");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("ops: http://127.0.0.1:").contains("answered 204");
        assertThat(requests).hasValue(1);
    }

    @Test
    void aServiceThatDoesNotTakeItIsAFailureWithItsReason() {
        status.set(410);

        CommandRun run = test("ops");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("ops: refused: ").contains("410").doesNotContain("token-123456");
    }

    @Test
    void anUnknownChannelNamesThoseThatThereAre() {
        CommandRun run = test("opps");

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.err()).contains("'opps'", "there are: ops");
    }

    @Test
    void aFaultOfTheConfigurationIsALine() throws IOException {
        Files.writeString(config, "{\"alerts\": {\"channels\": {\"ops\": {\"type\": \"webhook\"}}}}");

        CommandRun run = test("ops");

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.err()).contains("$.alerts.channels.ops.url: is missing");
    }
}
