package io.mychat.gateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A program that a test starts. Its standard output and error go to a file; it ends with this JVM at the latest. One thread
 * starts and ends it, and any thread may look at it.
 *
 * @since 0.1.0
 */
public final class TestProcess implements AutoCloseable {

    /** How long it may take to start, and to end by itself. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int SIGNALLED_SECONDS = 20;
    private static final int POLL_MILLIS = 20;

    private final Builder builder;
    private final Path log;
    private final Thread atExit = new Thread(() -> process().destroyForcibly());
    private volatile long began;
    private volatile @Nullable Process process;

    private TestProcess(Builder builder, Path log) {
        this.builder = builder;
        this.log = log;
        launch();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Begins with a command line. */
    public static Builder of(List<String> command) {
        return new Builder(command);
    }

    /** Begins with the main class of this JVM's class path, for a JVM with 256 MB of heap that is quick to start. */
    public static Builder java(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new Builder(command);
    }

    /** The program {@code java} of this JVM. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A port of the loopback address that is free now, for a program that cannot say which one it has taken. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True when a connection to this port of the loopback address is accepted. */
    public static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until it is ready. */
    public void awaitReady() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (isAlive() && !builder.ready.test(this)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(builder.command + " is not ready after " + PATIENCE + ": " + output());
            }
            boolean unused = hasEnded(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (!isAlive()) {
            throw new AssertionError(builder.command + " has ended with " + exitCode() + ": " + output());
        }
    }

    public boolean isAlive() {
        return process().isAlive();
    }

    /** What it has written since its first start. */
    public String log() {
        return read(0);
    }

    /** What it has written since its last start. */
    public String output() {
        return read(began);
    }

    /** Waits until it ends. */
    public int exitCode() {
        if (!hasEnded(PATIENCE.toSeconds())) {
            throw new AssertionError(builder.command + " has not ended: " + output());
        }
        return process().exitValue();
    }

    /** Kills it (SIGKILL). */
    public void kill() {
        process().destroyForcibly();
        if (!hasEnded(SIGNALLED_SECONDS)) {
            throw new AssertionError(builder.command + " does not end when it is killed");
        }
    }

    /** Kills it and starts it again, without waiting for it. */
    public void restart() {
        kill();
        launch();
    }

    /** Freezes it (SIGSTOP). */
    public void pause() {
        signal("STOP");
    }

    /** Lets it go on after {@link #pause} (SIGCONT). */
    public void resume() {
        signal("CONT");
    }

    /** Asks it to end (SIGTERM), without waiting. */
    public void terminate() {
        process().destroy();
    }

    /** Ends it, by force when it does not end within 20 s. */
    @Override
    public void close() {
        process().destroy();
        if (!hasEnded(SIGNALLED_SECONDS)) {
            kill();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void launch() {
        ProcessBuilder next = new ProcessBuilder(builder.command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        if (builder.directory != null) {
            next.directory(builder.directory.toFile());
        }
        builder.environment.accept(next.environment());
        try {
            began = Files.exists(log) ? Files.size(log) : 0;
            process = next.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process process() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    private String read(long from) {
        try {
            byte[] all = Files.readAllBytes(log);
            return new String(all, (int) from, all.length - (int) from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean hasEnded(long seconds) {
        return hasEnded(seconds, TimeUnit.SECONDS);
    }

    private boolean hasEnded(long time, TimeUnit unit) {
        try {
            return process().waitFor(time, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !isAlive();
        }
    }

    private void signal(String name) {
        TestProcess kill =
                of(List.of("kill", "-" + name, Long.toString(process().pid()))).start();
        if (kill.exitCode() != 0) {
            throw new AssertionError("kill: " + kill.output());
        }
    }

    /** What to start, and how. */
    public static final class Builder {

        private final List<String> command;
        private Consumer<Map<String, String>> environment = variables -> {};
        private @Nullable Path directory;
        private @Nullable Path log;
        private Predicate<TestProcess> ready = process -> true;
        private boolean waits;

        private Builder(List<String> command) {
            this.command = List.copyOf(command);
        }

        /** The working directory; by default that of this JVM. */
        public Builder directory(Path path) {
            directory = path;
            return this;
        }

        /** Changes the variables that this JVM has. */
        public Builder environment(Consumer<Map<String, String>> change) {
            environment = environment.andThen(change);
            return this;
        }

        /** The file for the output, to which it is appended; by default a temporary one. */
        public Builder log(Path file) {
            log = file;
            return this;
        }

        /** Says when it is ready; without it {@link #start} does not wait. */
        public Builder readyWhen(Predicate<TestProcess> condition) {
            ready = condition;
            waits = true;
            return this;
        }

        /**
         * Starts it, and waits until it is ready.
         *
         * @throws UncheckedIOException when there is no such program
         * @throws AssertionError when it ends before it is ready, with its output
         */
        public TestProcess start() {
            TestProcess process = new TestProcess(this, logFile());
            boolean started = false;
            try {
                if (waits) {
                    process.awaitReady();
                }
                started = true;
                return process;
            } finally {
                if (!started) {
                    process.close();
                }
            }
        }

        private Path logFile() {
            if (log != null) {
                return log;
            }
            try {
                Path file = Files.createTempFile("test-process", ".log");
                file.toFile().deleteOnExit();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
