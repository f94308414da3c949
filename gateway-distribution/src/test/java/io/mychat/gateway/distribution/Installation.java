package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.test.GatewayProcess;
import io.mychat.gateway.testkit.TestProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The archive, unpacked as an operator would, with ports of its own. For use by one thread. */
final class Installation implements AutoCloseable {

    /** For a JVM that lives for seconds. */
    static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private final Path home;
    private final Map<String, String> environment = new TreeMap<>();
    private final int webSocketPort = TestProcess.freePort();
    private final int httpPort = TestProcess.freePort();
    private List<String> launcher = List.of();
    private @Nullable GatewayProcess gateway;

    private Installation(Path home) {
        this.home = home;
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("GATEWAY_SERVER_WEBSOCKET_PORT", Integer.toString(webSocketPort));
        environment.put("GATEWAY_SERVER_HTTP_PORT", Integer.toString(httpPort));
        environment.put("MYCHAT_URL", "http://127.0.0.1:" + httpPort);
        environment.put("JAVA_OPTS", QUICK);
    }

    /** The archive that this build has made, without the ending of its name. */
    static Path archive(String ending) {
        Path archive = Path.of(System.getProperty("gateway.archive") + ending);
        assertThat(archive).as("mvn package makes it").exists();
        return archive;
    }

    static Installation unpackInto(Path directory) throws IOException, InterruptedException {
        CommandResult.outputOf(directory, "tar", "xzf", archive(".tar.gz").toString(), "--strip-components=1");
        return new Installation(directory);
    }

    /** As {@code conf/gateway.env} would say it. */
    Installation with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Has strace count the system calls of {@code run} and of all that it starts. */
    Installation tracedInto(Path file) {
        launcher = strace(file);
        return this;
    }

    private static List<String> strace(Path file) {
        return List.of("strace", "-f", "-c", "-o", file.toString());
    }

    int webSocketPort() {
        return webSocketPort;
    }

    int httpPort() {
        return httpPort;
    }

    Path file(String path) {
        return home.resolve(path);
    }

    /** What the gateway has written since its last start. */
    String log() {
        return process().output();
    }

    private TestProcess process() {
        return Objects.requireNonNull(gateway).process();
    }

    /** Runs {@code bin/gateway} with these words to its end. */
    CommandResult gateway(String... words) throws IOException, InterruptedException {
        return CommandResult.of(home, environment, command(words));
    }

    /** As {@link #gateway}, with the system calls counted. */
    CommandResult traced(Path file, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(strace(file));
        command.addAll(List.of(command(words)));
        return CommandResult.of(home, environment, command.toArray(String[]::new));
    }

    /** Starts {@code bin/gateway run} and waits until it is ready. */
    Installation start() {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(command("run")));
        gateway = GatewayProcess.start(
                TestProcess.of(command).directory(home).environment(variables -> variables.putAll(environment)));
        return this;
    }

    /** The exit code of {@code run}, which has ended or is about to. */
    int exitCode() {
        return process().exitCode();
    }

    /** Kills it, as the kernel would for want of memory. */
    void kill() {
        process().kill();
    }

    private String[] command(String... words) {
        String[] command = new String[words.length + 1];
        command[0] = file("bin/gateway").toString();
        System.arraycopy(words, 0, command, 1, words.length);
        return command;
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
    }
}
