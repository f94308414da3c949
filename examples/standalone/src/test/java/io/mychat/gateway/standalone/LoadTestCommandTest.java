package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.standalone.load.LoadTest;
import io.mychat.gateway.test.LiveGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadTestCommandTest {

    @TempDir
    private Path directory;

    private String users(String... lines) throws IOException {
        return Files.write(directory.resolve("users"), List.of(lines)).toString();
    }

    private static String of(String name) {
        return name + " " + LiveGateway.PASSWORD;
    }

    @Test
    void allMessagesComeOnceAndInOrder() throws IOException {
        try (LiveGateway gateway = LiveGateway.start(builder -> builder)) {
            CommandRun run = CommandRun.of(
                    "load-test",
                    "--url",
                    gateway.webSocketUri().toString(),
                    "--users",
                    users(of("alice"), of("bob"), of("carol"), of("dave")),
                    "--seconds",
                    "1",
                    "--rate",
                    "20");

            assertThat(run.err()).isEmpty();
            assertThat(run.out())
                    .contains(
                            "4 people, ",
                            "80 sent, 80 stored, 0 refused, 0 without an answer, 80 delivered, 0 lost, 0 doubled")
                    .containsPattern("\\| login +\\| +\\d+\\.\\d \\|")
                    .containsPattern("\\| due until stored +\\| +\\d+\\.\\d \\|");
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void whoCannotLogInFailsTheTest() throws IOException {
        try (LiveGateway gateway = LiveGateway.start(builder -> builder)) {
            String url = gateway.webSocketUri().toString();

            CommandRun run = CommandRun.of("load-test", "--url", url, "--users", users(of("alice"), "bob wrong"));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.errorLines()).containsExactly("bob: bad_credentials: Unknown user or wrong password.");
        }
    }

    @Test
    void aGatewayThatNeverAnswersEndsTheTest() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "ws://127.0.0.1:" + deaf.getLocalPort() + "/ws";
            LoadTest.Plan plan = new LoadTest.Plan(url, "http://127.0.0.1:1/api", 1, 1, 200, Duration.ofSeconds(1));
            List<String[]> accounts = List.of(new String[] {"alice", "x"}, new String[] {"bob", "x"});

            assertThatThrownBy(() -> LoadTest.run(plan, HttpClient.newHttpClient(), accounts))
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage(url + ": 0 of 2 people are logged in, and no more came for 1 s");
        }
    }

    @Test
    void aMissingFileIsNamed() {
        String file = directory.resolve("nowhere").toString();

        CommandRun run = CommandRun.of("load-test", "--users", file);

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.errorLines()).containsExactly(file + " cannot be read as text in UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "--seconds, 0, 1 to 3600",
        "--seconds, 3601, 1 to 3600",
        "--rate, 0, 0.01 to 1000",
        "--rate, NaN, 0.01 to 1000",
        "--bytes, 50001, 1 to 50000"
    })
    void everythingHasABound(String option, String value, String range) throws IOException {
        CommandRun run = CommandRun.of("load-test", "--users", users(of("alice"), of("bob")), option, value);

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.errorLines()).containsExactly(option + " must be " + range);
    }

    @ParameterizedTest
    @CsvSource({"alice", "alice x|bob", "alice x|bob y|carol z", "''", "alice x|alice x"})
    void theFileHasPairs(String lines) throws IOException {
        CommandRun run = CommandRun.of("load-test", "--users", users(lines.split("\\|")));

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.errorLines()).singleElement().asString().contains("an even number of lines");
    }
}
