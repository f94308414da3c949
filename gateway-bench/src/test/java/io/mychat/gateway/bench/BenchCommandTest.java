package io.mychat.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The harness works; its figures at this size mean nothing. */
class BenchCommandTest {

    private final StringWriter text = new StringWriter();

    @Test
    void everyServerAnswersEveryHeartbeat() {
        run("pipeline", "--connections=20", "--warm-up-ms=50", "--windows=1", "--window-ms=50");

        assertThat(text.toString()).contains("| gateway | 1 |", "| gateway | 16 |", "| Netty, echo | 16 |");
    }

    @Test
    @Tag("proof")
    void heartbeatsAreMeasuredBesideEchoes() {
        run("pipeline", "--connections=20", "--warm-up-ms=50", "--windows=1", "--window-ms=50", "--peers");

        assertThat(text.toString())
                .contains("| gateway | 16 |", "| Undertow's WebSocket")
                .containsPattern("\\| Vert.x, echo \\| 16 \\| [1-9]");
    }

    @Test
    void messagesInMemoryAreMeasured(@TempDir Path directory) throws IOException {
        Path figures = directory.resolve("figures.json");
        Path page = directory.resolve("figures.html");
        run(
                "chat",
                "--json=" + figures,
                "--html=" + page,
                "--connections=4",
                "--silent=3",
                "--outstanding=1,8",
                "--warm-up-ms=0",
                "--windows=1",
                "--window-ms=200", // processor time is counted in steps of 10 ms
                "--fill=10",
                "--pace=200",
                "--pace-ms=200");

        assertThat(text.toString())
                .containsPattern("\\| gateway \\| 1 \\| [1-9]")
                .containsPattern("\\| gateway, 3 silent clients beside \\| 8 \\| [1-9]")
                .contains("| gateway | 8, acknowledged |", "## Delays at 200 messages a second, 10 stored before");
        JsonNode tables = new ObjectMapper().readTree(figures.toFile());
        assertThat(tables).hasSize(2);
        assertThat(tables.at("/0/columns/2").asText()).isEqualTo("per CPU second");
        assertThat(tables.at("/0/rows/0/2/samples/0").asDouble()).isPositive();
        assertThat(tables.at("/1/delays_ms/gateway/7/0").asDouble()).isEqualTo(99);
        assertThat(tables.at("/1/delays_ms/gateway/7/1").asDouble()).isPositive();
        assertThat(Files.readString(page))
                .contains("gateway, 3 silent clients beside", "<rect ", "<polyline ")
                .doesNotContain("NaN", "<script", "http://", "https://");
    }

    @Test
    @Tag("proof")
    void messagesAreMeasuredBesideRelays() {
        run("chat", "--peers", "--connections=4", "--outstanding=8", "--warm-up-ms=0", "--windows=1", "--window-ms=50");

        assertThat(text.toString())
                .containsPattern("\\| gateway \\| 8 \\| [1-9]")
                .containsPattern("\\| netty-socketio, relay \\| 8 \\| [1-9]")
                .containsPattern("\\| Spring's simple broker, STOMP \\| 8 \\| [1-9]")
                .doesNotContain("STOMP | 8, acknowledged");
    }

    @Test
    void messagesBesideSilentSessionsAreMeasured() {
        run(
                "sessions",
                "--known=1000",
                "--connections=4",
                "--heap=128m",
                "--warm-up-ms=0",
                "--windows=1",
                "--window-ms=50");

        assertThat(text.toString())
                .containsPattern("\\| gateway \\| not acknowledged \\| 1,000 \\| [1-9]")
                .containsPattern("\\| gateway, control \\| acknowledged \\| 0, before \\| [1-9]")
                .contains("## Each of the silent sessions")
                .containsPattern("\\| gateway \\| [1-9],\\d{3} \\|");
    }

    @Test
    void fanOutIsMeasured() {
        run("fanout", "--sessions=5", "--warm-up-ms=0", "--windows=1", "--window-ms=300");

        assertThat(text.toString())
                .containsPattern("\\| 5 \\| gateway \\| [1-9]")
                .containsPattern("\\| 5 \\| Netty, fan-out \\| [1-9]");
    }

    @Test
    @Tag("proof")
    void stormsAreMeasured() {
        run("storms", "--connections=6", "--warm-up-ms=0", "--storms=1");

        assertThat(text.toString())
                .containsPattern("\\| gateway, TLS \\| login with resume, one message missed, TLS resumed \\| [1-9]")
                .containsPattern("\\| Netty, echo, TLS \\| upgrade, TLS resumed \\| [1-9]");
    }

    @Test
    void aFileWithoutFiguresStaysAsItIs(@TempDir Path directory) throws IOException {
        Path other = Files.writeString(directory.resolve("other.json"), "{\"mine\":1}");

        int code = BenchCommand.run(new PrintWriter(text, true), "chat", "--json=" + other);

        assertThat(code).isNotZero();
        assertThat(other).hasContent("{\"mine\":1}");
    }

    @Test
    @Tag("proof")
    void heapAndLeavingAreMeasured() {
        run("heap", "--connections=20", "--classes=3");
        run("leaving", "--connections=20", "--come-back=5");

        assertThat(text.toString())
                .contains(
                        "| gateway |", "| gateway, password logins |", "| gateway | back while all leave: median ms |");
    }

    @Test
    @Tag("proof")
    void theCommandsOfGatewaysOnRedisAreCounted() {
        cluster("--only=COMMANDS");

        assertThat(text.toString())
                .contains(
                        "started here, no append-only file, no snapshots",
                        "| idle session and minute: all else |",
                        "EVALSHA chat:messages 1.00")
                .containsPattern("Redis \\d+\\.\\d+\\.\\d+")
                .containsPattern("\\| login, free seat \\| [1-9]");
    }

    @Test
    @Tag("proof")
    void gatewaysOnRedisAreMeasured() {
        cluster();

        assertThat(text.toString())
                .contains(
                        "| gateway in memory | free seats |",
                        "| gateway on Redis | take-over from the other gateway |",
                        "| gateway on Redis | message from one gateway to the other |",
                        "| no gateway | message, only its calls to Redis |");
    }

    @Test
    void anOptionThatMeasuresNothingIsRefused() {
        for (String line : List.of(
                "message --outstanding=0",
                "chat --outstanding=1,-1",
                "pipeline --outstanding=x",
                "message --redis=127.0.0.1",
                "login --redis=:6379",
                "scale --redis=localhost:port")) {
            int code = BenchCommand.run(new PrintWriter(text, true), line.split(" "));

            assertThat(code).as(line).isEqualTo(CommandLine.ExitCode.USAGE);
        }
    }

    @Test
    @Tag("proof")
    void theCostsOfAMessageAreCounted() {
        run(
                "message",
                "--connections=4",
                "--outstanding=1,2",
                "--warm-up-ms=0",
                "--window-ms=100",
                "--pace=50",
                "--pace-ms=200");

        assertThat(text.toString())
                .containsPattern("\\| gateway \\| one gateway \\| [1-9]")
                .contains("| gateway | two gateways, acknowledged |")
                .contains("| gateway | two gateways, 2 of each pair, acknowledged |")
                .containsPattern("evalsha [1-9]")
                .contains("Delays at 50 messages a second")
                .containsPattern("\\| gateway, two gateways \\| [0-9]");
    }

    @Test
    @Tag("proof")
    void handshakesOfTlsAreMeasured() {
        run("tls", "--nio", "--connections=4", "--warm-up-ms=0", "--windows=1");
        run("leaving", "--tls", "--connections=4", "--come-back=2");

        assertThat(text.toString())
                .containsPattern("\\| gateway on nio \\| [1-9]")
                .containsPattern("\\| Netty, echo \\| [1-9]")
                .contains("(clients in Java)");
    }

    @Test
    @Tag("proof")
    void theCostsOfALoginAreCounted() {
        run("login", "--connections=4", "--warm-up-ms=0");

        assertThat(text.toString())
                .contains("| gateway in memory | free seat |")
                .containsPattern("\\| gateway on Redis \\| take-over \\| [1-9]")
                .containsPattern("evalsha [1-9]");
    }

    @Test
    void theCostsOfALoginInMemoryNeedNoRedis() {
        run("login", "--in-memory", "--connections=4", "--warm-up-ms=0");

        assertThat(text.toString())
                .contains("| gateway in memory | free seat |", "| gateway in memory | take-over |")
                .doesNotContain("on Redis");
    }

    @Test
    @Tag("proof")
    void aMixedLoadOnThreeGatewaysIsPredictedAndMeasured() {
        run("scale", "--connections=12", "--warm-up-ms=0", "--window-ms=300", "--rest-ms=600", "--mix=20/20/5");

        assertThat(text.toString())
                .containsPattern("\\| a message between two gateways, acknowledged \\| [1-9]")
                .containsPattern("\\| 20/20/5 \\| commands \\| [1-9][^|]*\\| [1-9]")
                .contains("| 20/20/5 | delay of a message, µs: median, 99 % |");
    }

    private void cluster(String... more) {
        List<String> small = new ArrayList<>(List.of(
                "cluster",
                "--connections=10",
                "--pairs=2",
                "--warm-up-ms=0",
                "--windows=1",
                "--window-ms=50",
                "--idle=10",
                "--idle-seconds=1",
                "--rest-ms=200"));
        small.addAll(List.of(more));
        run(small.toArray(String[]::new));
    }

    private void run(String... arguments) {
        List<String> small = new ArrayList<>(List.of(arguments));
        small.addAll(List.of("--rounds=1", "--jvm-flag=-Xms64m", "--jvm-flag=-XX:TieredStopAtLevel=1"));

        int code = BenchCommand.run(new PrintWriter(text, true), small.toArray(String[]::new));

        assertThat(code).as(text.toString()).isZero();
    }
}
