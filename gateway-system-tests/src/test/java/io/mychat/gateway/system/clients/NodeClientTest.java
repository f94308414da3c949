package io.mychat.gateway.system.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mychat.gateway.system.LiveGateway;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The client of Node's {@code ws} against the gateway. Where there is no Node, or its package cannot be fetched, the test is
 * skipped and says so. Runs in the module's own directory.
 */
class NodeClientTest {

    private static final Path DIRECTORY = Path.of("target", "node");

    /** How a program ended, and what it wrote. */
    private record Ended(int code, String output) {}

    @Test
    void whatNodeSeesIsWhatTheRfcSays() throws Exception {
        assumeTrue(run(List.of("node", "--version")).code() == 0, "skipped: there is no node on this machine");
        assumeTrue(run(List.of("npm", "--version")).code() == 0, "skipped: there is no npm on this machine");
        for (String file : List.of("package.json", "package-lock.json", "client.mjs")) {
            unpack(file);
        }
        Ended installed = run(List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
        assumeTrue(installed.code() == 0, "skipped: npm cannot fetch ws: " + installed.output());

        try (LiveGateway gateway = LiveGateway.start(builder -> builder)) {
            Ended client =
                    run(List.of("node", "client.mjs", gateway.webSocketUri().toString(), LiveGateway.PASSWORD));

            assertThat(client.output()).doesNotContain("not ok").contains("ok fragments make one message");
            assertThat(client.code()).as(client.output()).isZero();
        }
    }

    private static void unpack(String file) throws IOException {
        Files.createDirectories(DIRECTORY);
        try (InputStream content = NodeClientTest.class.getResourceAsStream("/node/" + file)) {
            Files.write(DIRECTORY.resolve(file), Objects.requireNonNull(content).readAllBytes());
        }
    }

    /** A program that is not there ends with a code other than 0, too. */
    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Files.createDirectories(DIRECTORY);
        Path output = Files.createTempFile(DIRECTORY, "output", ".txt");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(DIRECTORY.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            return new Ended(127, e.toString());
        }
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return new Ended(124, "did not end: " + Files.readString(output));
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }
}
