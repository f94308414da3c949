package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The archive, unpacked as an operator would, with ports of its own. For use by one thread. */
final class Installation implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);

    private final Path home;
    private final Map<String, String> environment = new TreeMap<>();
    private final int webSocketPort = freePort();
    private final int httpPort = freePort();
    private List<String> launcher = List.of();
    private @Nullable Process process;

    private Installation(Path home) {
        this.home = home;
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("GATEWAY_SERVER_WEBSOCKET_PORT", Integer.toString(webSocketPort));
        environment.put("GATEWAY_SERVER_HTTP_PORT", Integer.toString(httpPort));
        environment.put("MYCHAT_URL", "http://127.0.0.1:" + httpPort);
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

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
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

    String log() throws IOException {
        return Files.readString(file("gateway.out"));
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
    Installation start() throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(command("run")));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(file("gateway.out").toFile());
        builder.environment().putAll(environment);
        Process started = builder.start();
        process = started;
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        await().atMost(START).until(() -> !started.isAlive() || isServing());
        assertThat(started.isAlive()).as("the gateway runs: %s", log()).isTrue();
        return this;
    }

    private boolean isServing() throws IOException {
        return log().contains("Gateway serves WebSocket on ");
    }

    /** The exit code of {@code run}, which has ended or is about to. */
    int exitCode() throws InterruptedException {
        Process started = Objects.requireNonNull(process);
        assertThat(started.waitFor(60, TimeUnit.SECONDS))
                .as("the gateway has ended")
                .isTrue();
        return started.exitValue();
    }

    /** Kills it, as the kernel would for want of memory. */
    void kill() throws InterruptedException {
        Objects.requireNonNull(process).destroyForcibly();
        exitCode();
    }

    private String[] command(String... words) {
        String[] command = new String[words.length + 1];
        command[0] = file("bin/gateway").toString();
        System.arraycopy(words, 0, command, 1, words.length);
        return command;
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
