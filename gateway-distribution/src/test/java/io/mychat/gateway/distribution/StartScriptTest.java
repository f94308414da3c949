package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.testkit.TestClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/gateway} of an archive that was unpacked into a folder whose name has blanks and a quote. */
class StartScriptTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Path parent;
    private Path home;
    private Installation installation;

    @BeforeEach
    void unpack(@TempDir Path directory) throws IOException, InterruptedException {
        parent = directory;
        home = Files.createDirectory(directory.resolve("my gateway's folder"));
        // The archive of classes takes seconds to make, and has a test of its own.
        installation = Installation.unpackInto(home).with("MYCHAT_CDS", "off");
    }

    private void writeSecret() throws IOException {
        Files.writeString(
                home.resolve("conf/gateway.env"),
                "GATEWAY_JWT_SECRET=a secret with $signs, \"quotes\" and = signs\n",
                StandardOpenOption.APPEND);
    }

    @Test
    void checkNamesWhatIsMissing() throws IOException, InterruptedException {
        CommandResult result = installation.gateway("check");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output())
                .startsWith("gateway_config.json: $.auth.jwt_secret: ")
                .contains("GATEWAY_JWT_SECRET");
    }

    /** With its settings, which are unknown keys without the jar. */
    private void addPlugin() throws IOException, InterruptedException {
        Path config = home.resolve("conf/gateway_config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(
                                "\"logging\": {",
                                "\"plugins\": {\"settings\": {\"word-filter\": {\"words\": [\"spam\"]}}},\n  \"logging\": {"));
        assertThat(installation.gateway("check").output()).contains("word-filter");
        Files.copy(exampleJar(), home.resolve("plugins/word-filter.jar"));
    }

    private static Path exampleJar() {
        Path jar = Path.of(System.getProperty("example.plugin"));
        assertThat(jar).as("mvn package makes it").exists();
        return jar;
    }

    @Test
    void itIsCheckedStartedWatchedReloadedAndDrained() throws IOException, InterruptedException {
        writeSecret();
        addPlugin();
        assertThat(installation.withUsers(1).gateway("check").output()).contains("no faults");

        try (Installation running = installation.start()) {
            assertThat(running.log()).contains("Plug-in word-filter has started (plugins/word-filter.jar)");
            try (TestClient client =
                    TestClient.connect(URI.create("ws://127.0.0.1:" + running.webSocketPort() + "/ws"))) {
                client.login("u0", Installation.PASSWORD, "web", "w").expect(200);
                assertThat(client.request(2001, "{\"to_user\":\"u0\",\"content\":\"spam\"}")
                                .error())
                        .isEqualTo("bad_words");
                assertThat(client.request(7001, "{}").text("refused")).isEqualTo("1");
            }

            CommandResult status = running.gateway("status");
            assertThat(status.output()).startsWith("gateway: healthy\n");
            assertThat(status.exitCode()).isZero();

            assertThat(running.gateway("trace", "user", "alice").output()).contains("MYCHAT_TOKEN");

            CommandResult second = running.gateway("run");
            assertThat(second.exitCode()).isEqualTo(2);
            assertThat(second.output()).contains("runs already");

            setLevel("debug");
            assertThat(running.gateway("reload").exitCode()).isZero();
            await().atMost(PATIENCE).until(() -> running.log().contains("config_reloaded"));
            setLevel("loud");
            CommandResult faulty = running.gateway("reload");
            assertThat(faulty.exitCode()).isEqualTo(2);
            assertThat(faulty.output()).contains("gateway_config.json: $.logging.level: ");

            assertThat(running.gateway("drain").output()).contains("has stopped");
            assertThat(running.exitCode()).isEqualTo(143);
            assertThat(running.log()).contains("Gateway has stopped");
            assertThat(running.gateway("status").exitCode()).isEqualTo(1);
            assertThat(running.gateway("drain").exitCode()).isEqualTo(1);
        }
    }

    @Test
    void aNumberOfAnotherProcessIsNotTakenForTheGateway() throws IOException, InterruptedException {
        Files.createDirectories(home.resolve("run"));
        Files.writeString(
                home.resolve("run/gateway.pid"), ProcessHandle.current().pid() + "\n");

        CommandResult result = installation.gateway("drain");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("no gateway runs");
    }

    @Test
    void aLinkToTheScriptFindsItsFolder() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(home.resolveSibling("gateway"), home.resolve("bin/gateway"));

        assertThat(CommandResult.outputOf(home.resolve("conf"), link.toString(), "version"))
                .startsWith("MyChat Gateway ");
    }

    /** In a folder without blanks: JDK 17 takes no class of a jar with a blank in its path from such an archive. */
    @Test
    void anArchiveOfClassesIsMadeAndUsed() throws IOException, InterruptedException {
        home = Files.createDirectory(parent.resolve("gateway-folder"));
        installation = Installation.unpackInto(home)
                .with("JAVA_OPTS", Installation.QUICK + " -Xlog:class+load:file=classes.log");
        writeSecret();

        Path made = Path.of(installation.gateway("cds").output().strip());

        assertThat(made).isNotEmptyFile().hasParent(home.toRealPath().resolve("cache"));
        try (Installation running = installation.start()) {
            List<String> loaded =
                    Files.readString(home.resolve("classes.log")).lines().toList();
            assertThat(running.gateway("drain").exitCode()).isZero();
            assertThat(loaded)
                    .filteredOn(line -> line.matches(".* io\\.mychat\\.gateway\\..* source: shared objects file.*"))
                    .hasSizeGreaterThan(100);
            // Each of these takes a twentieth of a start or more, and none of them is needed.
            assertThat(loaded)
                    .noneMatch(line -> line.contains(" picocli."))
                    .noneMatch(line -> line.contains(" ch.qos.logback.core.joran.spi.ElementSelector "))
                    .noneMatch(line -> line.contains(" com.fasterxml.jackson.databind.ObjectMapper "));
        }

        // JDK 25 refuses this option beside an AOT cache.
        installation.with("JAVA_OPTS", Installation.QUICK + " -Xshare:auto");
        try (Installation running = installation.start()) {
            assertThat(running.log()).contains("Gateway serves ");
        }
    }

    @Test
    void aFileOfLogbackTakesTheConsole() throws IOException, InterruptedException {
        writeSecret();
        Files.writeString(home.resolve("own.xml"), """
                <configuration>
                  <appender name="own" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>own: %msg%n</pattern></encoder>
                  </appender>
                  <root level="info"><appender-ref ref="own"/></root>
                </configuration>
                """);
        installation.with("JAVA_OPTS", Installation.QUICK + " -Dlogback.configurationFile=own.xml");

        try (Installation running = installation.start()) {
            assertThat(running.log()).contains("own: Gateway serves ").doesNotContain("[gateway] [info]");
        }

        Files.delete(home.resolve("own.xml"));
        try (Installation running = installation.start()) {
            assertThat(running.log()).contains("[gateway] [info]", "own.xml, where there is no file");
        }
    }

    @Test
    void aLineThatIsNoVariableIsNamed() throws IOException, InterruptedException {
        Files.writeString(home.resolve("conf/gateway.env"), "export A=1\n");

        CommandResult result = installation.gateway("check");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output()).contains("gateway.env: 'export A' is no line NAME=value");
    }

    @Test
    void aJvmThatIsTooOldIsNamed() throws IOException, InterruptedException {
        Path old = Files.createDirectories(home.resolve("jdk-11/bin"));
        Path java = Files.writeString(old.resolve("java"), "#!/bin/sh\nexit 1\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("jdk-11/release"), "JAVA_VERSION=\"11.0.2\"\n");

        CommandResult result = installation
                .with("JAVA_HOME", home.resolve("jdk-11").toString())
                .gateway("version");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output()).contains("is Java 11; 17 or newer is needed");
    }

    private void setLevel(String level) throws IOException {
        Path config = home.resolve("conf/gateway_config.json");
        Files.writeString(
                config, Files.readString(config).replaceFirst("\"level\": \"\\w+\"", "\"level\": \"" + level + "\""));
    }
}
