package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    private static final Path SHIPPED = Path.of("config");
    private static final String SECRET = "a secret of this test, and long enough";

    @TempDir
    private Path directory;

    private Path config;

    @BeforeEach
    void copyTheShippedConfiguration() throws IOException {
        try (var files = Files.list(SHIPPED)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        config = directory.resolve("gateway_config.json");
        replace("${GATEWAY_JWT_SECRET}", SECRET);
        mode("rw-------");
    }

    private void mode(String permissions) throws IOException {
        if (Files.getFileStore(config).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(config, PosixFilePermissions.fromString(permissions));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aSecretThatEverybodyCanReadIsAWarning() throws IOException {
        mode("rw-r--r--");

        CommandRun run = CommandRun.of("check", config.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.errorLines())
                .anySatisfy(line -> assertThat(line).startsWith("warning: gateway_config.json: $.auth.jwt_secret: "));
        assertThat(run.err()).doesNotContain(SECRET);
    }

    @Test
    void theShippedConfigurationHasNoFaults() {
        CommandRun run = CommandRun.of("check", config.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("no faults");
        assertThat(run.errorLines())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).startsWith("warning: gateway_config.json: $.server.management_port: "));
    }

    @Test
    void metricsThatNobodyReadsWithoutCredentialsAreNotWarnedOf() throws IOException {
        replace("\"http_port\"", "\"management_port\": 8082, \"http_port\"");

        CommandRun run = CommandRun.of("check", config.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void whatAPublicGatewayLeavesOpenIsAdviceAndStrictFailsForIt() throws IOException {
        replace("127.0.0.1", "0.0.0.0");

        CommandRun run = CommandRun.of("check", config.toString());
        CommandRun strict = CommandRun.of("check", "--strict", config.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.errorLines()).allSatisfy(line -> assertThat(line).startsWith("advice: gateway_config.json: $."));
        for (String path : List.of(
                "$.server.ssl_enabled",
                "$.server.management_port",
                "$.security.allowed_origins",
                "$.security.profile",
                "$.audit.file")) {
            assertThat(run.err()).contains(path + ": ");
        }
        assertThat(run.err()).doesNotContain(SECRET);
        assertThat(strict.exitCode()).isEqualTo(CheckCommand.LEFT_OPEN);
        assertThat(strict.errorLines()).isEqualTo(run.errorLines());
    }

    @Test
    void strictIsContentWithAGatewayOfThisMachine() {
        assertThat(CommandRun.of("check", "--strict", config.toString()).exitCode())
                .isZero();
    }

    @Test
    void everyFaultIsALineWithItsJsonPath() throws IOException {
        replace(SECRET, "too short: hunter2");
        replace("\"http_port\"", "\"http_prot\"");
        replace("8080", "99999");
        replace("\"info\"", "\"loud\"");

        CommandRun run = CommandRun.of("check", config.toString());

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.out()).isEmpty();
        assertThat(run.errorLines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("gateway_config.json: $.server.websocket_port: "),
                        line -> assertThat(line)
                                .startsWith("gateway_config.json: $.server.http_prot: ")
                                .contains("http_port"),
                        line -> assertThat(line)
                                .startsWith("gateway_config.json: $.auth.jwt_secret: ")
                                .doesNotContain("hunter2"),
                        line -> assertThat(line).startsWith("gateway_config.json: $.logging.level: "));
    }

    @Test
    void aFaultInTheFileBesideItNamesThatFile() throws IOException {
        Files.writeString(directory.resolve("platform_strategy.json"), "{\"platforms\":{\"web\":{\"max_devices\":0}}}");

        CommandRun run = CommandRun.of("check", config.toString());

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.errorLines())
                .allSatisfy(line -> assertThat(line).startsWith("platform_strategy.json: $.platforms.web"));
        assertThat(run.errorLines()).isNotEmpty();
    }

    @Test
    void aFileThatIsNotJsonIsOneLineWithThePlace() throws IOException {
        Files.writeString(config, "{\"server\": {");

        CommandRun run = CommandRun.of("check", config.toString());

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.errorLines())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).startsWith("gateway_config.json: ").contains("line 1"));
    }

    @Test
    void aFileThatIsNotThereIsOneLine() {
        CommandRun run = CommandRun.of("check", directory.resolve("none.json").toString());

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.errorLines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("none.json"));
    }

    private void replace(String what, String with) throws IOException {
        String text = Files.readString(config);
        assertThat(text).contains(what);
        Files.writeString(config, text.replace(what, with));
    }
}
