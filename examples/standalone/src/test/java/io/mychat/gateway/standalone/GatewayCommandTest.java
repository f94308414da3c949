package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that starts stays; the time-out is for the case that a call which must fail does not. */
@Timeout(60)
class GatewayCommandTest {

    @Test
    void aWebSocketPortInUseIsOneLineThatNamesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            assertPortNamed(CommandRun.of("--websocket-port", port, "--http-port", "0"), port);
        }
    }

    @Test
    void anHttpPortInUseIsOneLineThatNamesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            assertPortNamed(CommandRun.of("--websocket-port", "0", "--http-port", port), port);
        }
    }

    @Test
    void aFaultyConfigurationIsNotStarted(@TempDir Path directory) throws IOException {
        Path config = Files.writeString(directory.resolve("gateway_config.json"), "{\"server\":{\"colour\":1}}");

        CommandRun run = CommandRun.of("-c", config.toString());

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.errorLines())
                .anySatisfy(line -> assertThat(line).startsWith("gateway_config.json: $.server.colour: "))
                .allSatisfy(line -> assertThat(line).startsWith("gateway_config.json: $"));
    }

    @Test
    void anUnknownOptionIsNamed() {
        CommandRun run = CommandRun.of("--websocket-prot", "1");

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.err()).contains("--websocket-prot");
    }

    @Test
    void theHelpNamesEachCommand() {
        CommandRun run = CommandRun.of("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(GatewayCommand.subcommands().keySet())
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(run.out()).contains("\n  " + name + " "));
    }

    @Test
    void eachCommandIsFoundByItsName() {
        assertThat(GatewayCommand.subcommands().keySet()).allSatisfy(name -> {
            CommandRun run = CommandRun.of(name, "--help");
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).contains("Usage: gateway " + name + " ");
        });
    }

    @Test
    void aMistypedCommandIsNamedBesideThoseThatThereAre() {
        CommandRun run = CommandRun.of("statsu");

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.err()).contains("statsu", "status");
    }

    private static void assertPortNamed(CommandRun run, String port) {
        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.out()).isEmpty();
        assertThat(run.errorLines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains(":" + port));
    }
}
