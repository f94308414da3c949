package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers are those of docs/operations.md; the start script's test asks a real gateway. */
class StatusCommandTest {

    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void degradedIsSuccessAndNamesTheComponent() {
        answer("/api/system/health", 200, """
                {"status":"degraded","components":{"redis":"degraded","http_server":"healthy"},"warnings":{"redis":"evicts"}}
                """);

        CommandRun run = CommandRun.of("status", "--url", url() + "/");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "gateway: degraded", "redis: degraded", "http_server: healthy", "warning: redis: evicts");
    }

    @Test
    void unhealthyIsAFailure() {
        answer("/api/system/health", 503, "{\"status\":\"unhealthy\",\"components\":{}}");

        CommandRun run = CommandRun.of("status", "--url", url());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines()).containsExactly("gateway: unhealthy");
    }

    @Test
    void aGatewayThatDrainsSaysSo() {
        answer("/api/system/health", 200, """
                {"status":"healthy","components":{"redis":"healthy"},"phase":"draining","uptime_seconds":12}
                """);

        CommandRun run = CommandRun.of("status", "--url", url());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).containsExactly("gateway: healthy", "phase: draining", "redis: healthy");
    }

    @Test
    void theProbeOfReadinessAsksForReadiness() {
        answer("/api/system/health/ready", 503, "{\"status\":\"not_ready\"}");

        assertThat(CommandRun.of("status", "--url", url(), "--probe", "ready").exitCode())
                .isEqualTo(1);
        assertThat(CommandRun.of("status", "--url", url(), "--probe", "pulse").errorLines())
                .containsExactly("--probe is health, live or ready, not 'pulse'");
    }

    @Test
    void anotherProgramsAnswerIsAFailureThatShowsItsStatus() {
        answer("/", 404, "<html>");

        CommandRun run = CommandRun.of("status", "--url", url());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines()).containsExactly("gateway: HTTP 404");
    }

    @Test
    void noAnswerIsOneLineThatNamesTheAddress() {
        String url = url();
        server.stop(0);

        CommandRun run = CommandRun.of("status", "--url", url);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errorLines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith(url + " does not answer: "));
    }

    @Test
    void aPortWithTlsIsNoHttpAndTheHintSaysHttps() throws IOException {
        byte[] alert = {0x15, 3, 3, 0, 2, 2, 0x50};
        try (ServerSocket tls = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread port = new Thread(() -> {
                try (Socket socket = tls.accept()) {
                    socket.getOutputStream().write(alert);
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // The assertion shows it.
                }
            });
            port.start();

            CommandRun run = CommandRun.of("status", "--url", "http://127.0.0.1:" + tls.getLocalPort());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.errorLines())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("https://").matches("\\p{Print}+"));
        }
    }

    @Test
    void aCertificateThatIsNoneIsNamed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("cert.pem"), "nothing");

        CommandRun run = CommandRun.of("status", "--url", url(), "--certificate", file.toString());

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.err()).contains("cert.pem");
    }
}
