package io.mychat.gateway.system.turmoil;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import redis.embedded.RedisExecProvider;

/** A process that can be killed (SIGKILL) and started again. */
final class KillableProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final List<String> command;
    private final Path log;
    private volatile Process process;

    private KillableProcess(List<String> command, Path log) {
        this.command = List.copyOf(command);
        this.log = log;
        this.process = launch();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    /** A Redis that has every acknowledged write on its disk. */
    static KillableProcess redis(Path directory, int port) throws IOException {
        File program = RedisExecProvider.defaultProvider().get();
        KillableProcess redis = new KillableProcess(
                List.of(
                        program.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        directory.toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always"),
                directory.resolve("redis.log"));
        awaitPort(port);
        return redis;
    }

    /** A gateway on this JVM's class path, which writes its port to a file. */
    static KillableProcess gateway(Path directory, String nodeId, int redisPort) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new KillableProcess(
                List.of(
                        java,
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GatewayMain.class.getName(),
                        nodeId,
                        Integer.toString(redisPort),
                        portFile(directory, nodeId).toString()),
                directory.resolve(nodeId + ".log"));
    }

    /** Where a gateway listens; it may have ended since. */
    static URI address(Path directory, String nodeId) {
        Path file = portFile(directory, nodeId);
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(file));
        try {
            return URI.create("ws://127.0.0.1:" + Files.readString(file) + "/ws");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    void killAndRestart() {
        kill();
        process = launch();
    }

    private void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("does not die");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }

    private Process launch() {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitPort(int port) {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            }
        });
    }

    private static Path portFile(Path directory, String nodeId) {
        return directory.resolve(nodeId + ".port");
    }
}
