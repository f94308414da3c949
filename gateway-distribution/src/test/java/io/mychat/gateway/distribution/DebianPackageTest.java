package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package: installed on this machine, started as its unit would, and purged. */
@Tag("ops")
class DebianPackageTest {

    private static final Path SCRIPT =
            Path.of("..", "deploy", "debian", "build.sh").toAbsolutePath().normalize();
    private static final Path CONFIGURATION = Path.of("/etc/mychat-gateway");
    /** Of a library within the jar, for newer JVMs; and a whole history, which the sources have. */
    private static final List<String> KNOWN = List.of("unknown-java-class-version", "running with root privileges");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void build() throws IOException, InterruptedException {
        file = Path.of(CommandResult.outputOf(
                        directory,
                        "sh",
                        SCRIPT.toString(),
                        Installation.archive(".tar.gz").toString(),
                        directory.toString())
                .strip());
    }

    @AfterEach
    void purge() throws IOException, InterruptedException {
        CommandResult.of(directory, Map.of(), "dpkg", "--purge", "mychat-gateway");
    }

    @Test
    void lintianFindsNothingNew() throws IOException, InterruptedException {
        CommandResult result = CommandResult.of(directory, Map.of(), "lintian", file.toString());

        assertThat(result.output().lines().filter(line -> KNOWN.stream().noneMatch(line::contains)))
                .isEmpty();
    }

    @Test
    void itInstallsRunsAndLeavesNothing() throws IOException, InterruptedException {
        // The JVM of the tests need not be one of Debian's.
        CommandResult.outputOf(directory, "dpkg", "--force-depends", "-i", file.toString());

        Path key = CONFIGURATION.resolve("secrets/jwt");
        assertThat(Files.readString(key)).hasSizeGreaterThan(40);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-r-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(CONFIGURATION)))
                .isEqualTo("rwxr-x---");
        assertThat(CommandResult.outputOf(directory, "dpkg-query", "-W", "-f", "${Conffiles}", "mychat-gateway"))
                .contains("/etc/mychat-gateway/gateway_config.json", "/etc/mychat-gateway/gateway.env");
        assertThat(CommandResult.outputOf(
                        directory, "systemd-analyze", "verify", "/lib/systemd/system/mychat-gateway.service"))
                .doesNotContain("mychat-gateway.service:");
        runAsItsUser();

        // What an administrator has changed survives an upgrade, and the key does, too.
        String before = Files.readString(key);
        Files.writeString(CONFIGURATION.resolve("users.json"), "[]\n\n");
        CommandResult.outputOf(directory, "dpkg", "--force-depends", "--force-confdef", "-i", file.toString());
        assertThat(CONFIGURATION.resolve("users.json")).hasContent("[]\n\n");
        assertThat(key).hasContent(before);

        CommandResult.outputOf(directory, "dpkg", "--remove", "mychat-gateway");
        assertThat(key).exists();
        CommandResult.outputOf(directory, "dpkg", "--purge", "mychat-gateway");
        assertThat(CONFIGURATION).doesNotExist();
        assertThat(Path.of("/usr/bin/mychat-gateway")).doesNotExist();
        assertThat(Path.of("/usr/share/mychat-gateway")).doesNotExist();
    }

    private void runAsItsUser() throws IOException, InterruptedException {
        int http = TestProcess.freePort();
        ProcessBuilder builder = new ProcessBuilder(
                        "setpriv",
                        "--reuid=mychat-gateway",
                        "--regid=mychat-gateway",
                        "--clear-groups",
                        "/usr/bin/mychat-gateway",
                        "run")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "GATEWAY_SERVER_WEBSOCKET_PORT", Integer.toString(TestProcess.freePort()),
                        "GATEWAY_SERVER_HTTP_PORT", Integer.toString(http)));
        Process gateway = builder.start();
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(CommandResult.of(
                                            directory,
                                            Map.of("JAVA_HOME", System.getProperty("java.home")),
                                            "/usr/bin/mychat-gateway",
                                            "status",
                                            "--url",
                                            "http://127.0.0.1:" + http)
                                    .exitCode())
                            .as(Files.readString(directory.resolve("log")))
                            .isZero());
        } finally {
            gateway.destroy();
            assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(gateway.exitValue()).isEqualTo(143);
    }
}
