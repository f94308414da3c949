package io.mychat.gateway.transport.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Autobahn's test suite against the transport, with compression. Needs its command {@code wstest}, which runs on Python
 * 2.7 only; {@code -Dwstest=/path} says where it is, and without it the test is skipped. {@code -Dautobahn.cases=12.*}
 * tries a part. {@code -Dupdate.docs=true} writes the tables of the documentation.
 */
@Tag("ops")
class AutobahnTest {

    /** The others are texts: a connection has one type, as its subprotocol says. */
    private static final String[] BINARY = {"1.2.*", "9.2.*", "9.4.*", "9.6.*", "9.8.*", "12.2.*", "12.3.*", "12.5.*"};

    private static final Map<String, Path> DOCUMENTS =
            Map.of("en", Path.of("..", "docs", "autobahn.md"), "zh", Path.of("..", "docs", "autobahn.zh-CN.md"));

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void everyCaseIsStrict() throws Exception {
        String command = System.getProperty("wstest", "wstest");
        Assumptions.assumeTrue(isThere(command), "wstest is not installed: it needs Python 2.7");
        String wanted = System.getProperty("autobahn.cases", "*");
        try (EchoServer texts = EchoServer.start(MessageType.TEXT, new ManualTime());
                EchoServer binaries = EchoServer.start(MessageType.BINARY, new ManualTime())) {
            boolean all = wanted.equals("*");
            String[] some = wanted.split(",");
            AutobahnReport report = run(
                            command, texts.port(), all ? new String[] {"*"} : some, all ? BINARY : new String[0])
                    .plus(all ? run(command, binaries.port(), BINARY, new String[0]) : AutobahnReport.EMPTY);
            System.out.println(report.table("en"));
            assertThat(report.failures()).isEmpty();
            if (all && Boolean.getBoolean("update.docs")) {
                for (Map.Entry<String, Path> each : DOCUMENTS.entrySet()) {
                    report.writeInto(each.getValue(), each.getKey());
                }
            }
        }
    }

    private AutobahnReport run(String command, int port, String[] cases, String[] without) throws Exception {
        Path reports = directory.resolve("reports-" + port);
        Path spec = directory.resolve("spec-" + port + ".json");
        Files.writeString(spec, """
                {"outdir": "%s", "servers": [{"agent": "gateway", "url": "ws://127.0.0.1:%d/ws"}],
                 "cases": [%s], "exclude-cases": [%s], "exclude-agent-cases": {}}
                """.formatted(reports, port, quoted(cases), quoted(without)));
        Process process = new ProcessBuilder(command, "-m", "fuzzingclient", "-s", spec.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log-" + port).toFile())
                .start();
        try {
            assertThat(process.waitFor())
                    .as(() -> read(directory.resolve("log-" + port)))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
        return AutobahnReport.read(reports.resolve("index.json"));
    }

    private static String quoted(String[] cases) {
        return Arrays.stream(cases).map(each -> '"' + each + '"').collect(Collectors.joining(", "));
    }

    private static String read(Path log) {
        try {
            return Files.readString(log, UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean isThere(String command) {
        try {
            Process process = new ProcessBuilder(command, "--help")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
