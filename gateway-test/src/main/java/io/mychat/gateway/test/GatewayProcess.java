package io.mychat.gateway.test;

import io.mychat.gateway.testkit.TestProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A gateway in a process of its own, which can be killed, paused and started again. Its ports are those that it logs, so its
 * program has to log at level {@code info} to its standard output.
 *
 * @since 0.1.0
 */
public final class GatewayProcess implements AutoCloseable {

    private static final Pattern SERVES =
            Pattern.compile("Gateway serves WebSocket on \\S+:(\\d+) and HTTP on \\S+:(\\d+)");

    private final TestProcess process;

    private GatewayProcess(TestProcess process) {
        this.process = process;
    }

    /** Starts a program, and waits until it serves. */
    public static GatewayProcess start(TestProcess.Builder program) {
        return new GatewayProcess(
                program.readyWhen(process -> SERVES.matcher(process.output()).find())
                        .start());
    }

    /** Clients of the gateway; waits for it after a {@link TestProcess#restart}. */
    public GatewayClients clients() {
        process.awaitReady();
        MatchResult ports = SERVES.matcher(process.output())
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("it has been started again"));
        return new GatewayClients(address(ports.group(1)), address(ports.group(2)));
    }

    private static InetSocketAddress address(String port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    public TestProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
