package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The three files of the specification's section 7.1: what the check passes, starts. */
@Timeout(60)
@ExtendWith(GatewayLog.class)
class SpecificationFilesTest {

    private static final String SECRET = "0123456789-0123456789-0123456789";

    @TempDir
    private Path directory;

    private Path config;

    @BeforeEach
    void writeTheFiles() throws IOException {
        for (String name : List.of("gateway_config.json", "platform_strategy.json", "router_config.json")) {
            try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/specification/" + name))) {
                Files.copy(file, directory.resolve(name));
            }
        }
        config = directory.resolve("gateway_config.json");
    }

    @Test
    void theirPlaceholdersFailTheCheckAndTheStart() {
        CommandRun check = CommandRun.of("check", config.toString());
        CommandRun start = CommandRun.of("--config", config.toString());

        assertThat(check.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(check.err()).contains("$.auth.jwt_secret", "$.server.ssl_cert_path", "$.server.ssl_key_path");
        assertThat(start.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(start.errorLines()).containsExactlyElementsOf(check.errorLines());
    }

    @Test
    void withASecretTheyPassTheCheckThatNamesTheUsersFile() throws IOException {
        makeUsable();

        CommandRun run = CommandRun.of("check", config.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("no faults");
        assertThat(run.errorLines())
                .anySatisfy(line -> assertThat(line).startsWith("warning: ").contains("auth.users_file"));
    }

    @Test
    void whatPassesStartsAndAnswersPasswordsWith503() throws IOException {
        makeUsable();

        assertRefusesPasswords(
                GatewayServer.builder().config(config).websocketPort(0).httpPort(0));
    }

    @Test
    void theSpecificationsOwnFormStartsWithThemToo() throws IOException {
        GatewayBuilder builder = GatewayServer.builder(
                        directory.resolve("platform_strategy.json"), directory.resolve("router_config.json"), 0, 0)
                .setting("auth.jwt_secret", SECRET);

        assertThat(builder.check()).extracting(ConfigFault::path).contains("$.auth.users_file");
        assertRefusesPasswords(builder);
    }

    private static void assertRefusesPasswords(GatewayBuilder builder) throws IOException {
        try (LiveGateway gateway = LiveGateway.start(builder);
                TestClient client = gateway.connect()) {
            TestMessage reply = client.login("alice", "secret", "web", "w");

            assertThat(reply.code()).isEqualTo(503);
            assertThat(reply.error()).isEqualTo("no_password_login");
        }
    }

    private void makeUsable() throws IOException {
        String text = Files.readString(config);
        Files.writeString(
                config,
                text.replace("your_secret_key", SECRET)
                        .replace("\"ssl_enabled\": true", "\"ssl_enabled\": false")
                        .replace("8080", "0")
                        .replace("8081", "0")
                        .replace(
                                "/var/log/gateway.log",
                                directory.resolve("gateway.log").toString()));
    }
}
