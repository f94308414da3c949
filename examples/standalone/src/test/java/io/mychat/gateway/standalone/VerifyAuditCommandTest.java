package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyAuditCommandTest {

    private static final String KEY = "the key of this test, which is long enough";

    @TempDir
    private Path directory;

    private Path config;
    private Path audit;

    @BeforeEach
    void runAGateway() throws IOException {
        config = Files.writeString(
                directory.resolve("gateway_config.json"),
                ("{'server': {'host': '127.0.0.1', 'websocket_port': 0, 'http_port': 0, 'watch_config': false,"
                                + " 'drain_seconds': 0}, 'auth': {'jwt_secret': 'a secret of this test, and long enough'},"
                                + " 'audit': {'file': 'audit.log', 'key': '" + KEY + "', 'key_id': 'k1'}}")
                        .replace('\'', '"'));
        audit = directory.resolve("audit.log");
        run();
    }

    private void run() throws IOException {
        try (GatewayServer gateway = GatewayServer.builder().config(config).build()) {
            gateway.start();
        }
    }

    private CommandRun verify(String... more) {
        List<String> args = new ArrayList<>(List.of("verify-audit"));
        args.addAll(List.of(more));
        return CommandRun.of(args.toArray(String[]::new));
    }

    @Test
    void aSoundFileSaysItsAnchorAndWhatItDoesNotProve() throws IOException {
        CommandRun run = verify("--config", config.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("2 lines, 1 to 2: sound", "anchor of the last line: 2:", "cut off", "--anchor");
        assertThat(run.out() + Files.readString(audit)).doesNotContain(KEY);
    }

    @Test
    void theFirstBadLineIsNamed() throws IOException {
        run();
        Files.writeString(audit, Files.readString(audit).replaceFirst("audit_closed", "audit_cloSed"));

        CommandRun run = verify("-c", config.toString(), audit.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errorLines()).first().asString().startsWith(audit + ":2: line 2 was changed");
    }

    @Test
    void aCutTailShowsWithItsAnchor() throws IOException {
        String anchor = verify("-c", config.toString()).out().replaceAll("(?s).*last line: (\\S+).*", "$1");
        List<String> lines = Files.readAllLines(audit);
        Files.writeString(audit, lines.get(0) + "\n");

        assertThat(verify("-c", config.toString()).exitCode()).isZero();
        CommandRun run = verify("-c", config.toString(), "--anchor", anchor);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("the tail is cut off");
    }

    @Test
    void keysMayStandInAFileOfTheirOwn() throws IOException {
        Path keys = Files.writeString(directory.resolve("keys"), "k1=" + KEY + "\n");

        assertThat(verify("--keys", keys.toString(), audit.toString()).exitCode())
                .isZero();
        Files.writeString(keys, "k1=too short\n");
        assertThat(verify("--keys", keys.toString(), audit.toString()).errorLines())
                .singleElement()
                .asString()
                .contains("32 bytes")
                .doesNotContain("too short");
    }

    @Test
    void whatCannotBeCheckedIsSaidAndIsNotSound() {
        assertThat(verify(audit.toString()).exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(verify(audit.toString()).err()).contains("no key is given");
        assertThat(verify("-c", config.toString(), "none.log").err()).contains("none.log cannot be read");
        assertThat(verify("-c", config.toString(), "--anchor", "7").err()).contains("SEQ:MAC");
    }

    @Test
    void anEmptiedAuditIsNotSound() throws IOException {
        String anchor = verify("-c", config.toString()).out().replaceAll("(?s).*last line: (\\S+).*", "$1");
        Files.writeString(audit, "");

        CommandRun run = verify("-c", config.toString());

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.out()).doesNotContain("sound");
        assertThat(run.errorLines()).singleElement().asString().startsWith("the files have no line");
        assertThat(verify("-c", config.toString(), "--anchor", anchor).exitCode())
                .isEqualTo(1);
    }

    @Test
    void ofSeveralFilesTheOneThatCannotBeReadIsNamed() throws IOException {
        byte[] compressed = new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1};
        Path damaged = Files.write(directory.resolve("audit.log.damaged.gz"), compressed);

        CommandRun run = verify("-c", config.toString(), audit.toString(), damaged.toString());

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.errorLines()).singleElement().asString().startsWith(damaged + " cannot be read: ");
    }

    @Test
    void aKeyIsReplacedByAReloadAndNotUnderTheSameId() throws IOException {
        String before = Files.readString(config);
        try (GatewayServer gateway = GatewayServer.builder().config(config).build()) {
            gateway.start();
            Files.writeString(config, before.replace(KEY, "another secret, which is long enough"));
            assertThat(gateway.reload(ConfigFile.GATEWAY, "a test").toString())
                    .contains("Rejected", "the key k1 has another secret")
                    .doesNotContain("another secret, which");
            Path secret =
                    Files.writeString(directory.resolve("audit-key"), "the second key of this test, long enough\n");
            Files.writeString(
                    config,
                    before.replace(KEY, "${file:" + secret.getFileName() + "}")
                            .replace(
                                    "\"key_id\": \"k1\"",
                                    "\"key_id\": \"k2\", \"previous_keys\": [{\"id\": \"k1\"," + " \"key\": \"" + KEY
                                            + "\"}]"));
            assertThat(gateway.reload(ConfigFile.GATEWAY, "a test")).isInstanceOf(ReloadOutcome.Reloaded.class);
        }

        CommandRun run = verify("-c", config.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(Files.readString(audit)).contains("audit_key_changed", "\"key\":\"k2\"");
    }

    @Test
    void aSecondGatewayWithTheSameFileDoesNotStart() throws IOException {
        try (GatewayServer gateway = GatewayServer.builder().config(config).build()) {
            gateway.start();

            CommandRun run = CommandRun.of("--config", config.toString());

            assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
            assertThat(run.errorLines())
                    .singleElement()
                    .asString()
                    .startsWith("gateway_config.json: $.audit.file: is written by another gateway");
        }
    }
}
