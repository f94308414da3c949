package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Section {@code logging} in a gateway of a host application, as this process is one. */
@ExtendWith(GatewayLog.class)
class LoggingTest {

    @TempDir
    private Path directory;

    private GatewayBuilder builder() {
        return GatewayServer.builder()
                .host("127.0.0.1")
                .websocketPort(0)
                .httpPort(0)
                .setting("auth.jwt_secret", "a secret of this test, and long enough");
    }

    @Test
    void aHostNamesTheFileOfTheGatewaysLog() throws IOException {
        Path file = directory.resolve("new/gateway.log");
        GatewayServer gateway = builder()
                .logFile(file)
                .setting("logging.level", "info")
                .setting("logging.format", "json")
                .build();

        gateway.start();
        gateway.stop();

        assertThat(Files.readAllLines(file))
                .anySatisfy(line -> assertThat(line).startsWith("{\"").contains("Gateway serves WebSocket on "))
                .last()
                .asString()
                .contains("Gateway has stopped");
    }

    @Test
    void withoutTheModuleTheFaultNamesIt() {
        GatewayBuilder builder = builder().without("gateway-logging").logFile(directory.resolve("gateway.log"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("logging")
                .hasMessageContaining("gateway-logging");
    }

    @Test
    void aFileThatCannotBeWrittenIsAFaultOfTheCheckAndOfTheStart() throws IOException {
        Path blocked = Files.writeString(directory.resolve("blocked"), "a file where a directory should be");
        String config = Files.writeString(
                        directory.resolve("gateway_config.json"), """
                        {"server": {"host": "127.0.0.1", "websocket_port": 0, "http_port": 0},
                         "auth": {"jwt_secret": "a secret of this test, and long enough"},
                         "logging": {"file_path": "%s"}}
                        """.formatted(blocked.resolve("gateway.log")))
                .toString();

        for (String[] command : new String[][] {{"check", config}, {"--config", config}}) {
            CommandRun run = CommandRun.of(command);

            assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
            assertThat(run.errorLines())
                    .singleElement()
                    .satisfies(line -> assertThat(line).startsWith("gateway_config.json: $.logging.file_path: "));
        }
    }
}
