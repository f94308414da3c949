package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that runs until the test has ended. */
record BackgroundProgram(Process process, Path log) implements AutoCloseable {

    /** Starts it, and waits until it listens on that port of the loopback address. */
    static BackgroundProgram start(Path directory, List<String> command, int port) throws IOException {
        Path log = directory.resolve(Path.of(command.get(0)).getFileName() + ".log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive() || isListening(port));
        assertThat(process.isAlive())
                .as("%s: %s", command, Files.readString(log))
                .isTrue();
        return new BackgroundProgram(process, log);
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
