package io.mychat.gateway.system.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The client of Node's {@code ws} against the gateway. Where there is no Node, or its package cannot be fetched, the test is
 * skipped and says so. Runs in the module's own directory.
 */
class NodeClientTest {

    private static final Path DIRECTORY = Path.of("target", "node");

    /** With compression, {@code ws} compresses every message, and the gateway what is long. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatNodeSeesIsWhatTheRfcSays(boolean compressed) throws Exception {
        assumeTrue(isThere("node"), "skipped: there is no node on this machine");
        assumeTrue(isThere("npm"), "skipped: there is no npm on this machine");
        for (String file : List.of("package.json", "package-lock.json", "client.mjs")) {
            unpack(file);
        }
        TestProcess installed = run(List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
        assumeTrue(installed.exitCode() == 0, "skipped: npm cannot fetch ws: " + installed.output());

        try (LiveGateway gateway =
                LiveGateway.start(builder -> builder.setting("server.websocket_compression.enabled", compressed)
                        .setting("server.websocket_compression.min_message_bytes", 64))) {
            TestProcess client = run(List.of(
                    "node",
                    "client.mjs",
                    gateway.webSocketUri().toString(),
                    LiveGateway.PASSWORD,
                    compressed ? "compressed" : "plain"));

            assertThat(client.exitCode()).as(client.output()).isZero();
            assertThat(client.output()).doesNotContain("not ok").contains("ok fragments make one message");
        }
    }

    private static void unpack(String file) throws IOException {
        Files.createDirectories(DIRECTORY);
        try (InputStream content = NodeClientTest.class.getResourceAsStream("/node/" + file)) {
            Files.write(DIRECTORY.resolve(file), Objects.requireNonNull(content).readAllBytes());
        }
    }

    private static TestProcess run(List<String> command) {
        return TestProcess.of(command).directory(DIRECTORY).start();
    }

    /** False for a program that is not there, too. */
    private static boolean isThere(String program) {
        try {
            return run(List.of(program, "--version")).exitCode() == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
