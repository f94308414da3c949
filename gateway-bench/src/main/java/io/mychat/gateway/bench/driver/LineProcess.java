package io.mychat.gateway.bench.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process that is asked line by line on its standard streams. It ends with {@link #close()}. One thread. */
final class LineProcess implements AutoCloseable {

    private static final long ANSWER_SECONDS = 120;
    private static final long EXIT_SECONDS = 10;

    private final List<String> command;
    private final Process process;
    private final Writer in;
    private final BlockingQueue<Optional<String>> out = new LinkedBlockingQueue<>();

    /** A program of this jar that is the clients, in a small JVM. */
    static LineProcess clients(Class<?> main, List<String> flags, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-XX:+UseSerialGC"));
        command.addAll(flags);
        command.addAll(List.of("-cp", Contender.ownClassPath(), main.getName()));
        command.addAll(arguments);
        return new LineProcess(command);
    }

    LineProcess(List<String> command) throws IOException {
        this.command = command;
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        Thread pump = new Thread(this::pump, "output-of-" + process.pid());
        pump.setDaemon(true);
        pump.start();
    }

    private void pump() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> out.add(Optional.of(line)));
        } catch (IOException | UncheckedIOException e) {
            // the process has ended
        }
        out.add(Optional.empty());
    }

    /** Sends lines and waits for one line. */
    String ask(String... lines) throws IOException {
        for (String line : lines) {
            in.write(line + "\n");
        }
        in.flush();
        return line();
    }

    /** The next line. */
    String line() throws IOException {
        Optional<String> line;
        try {
            line = out.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (line == null) {
            throw new IOException("no answer within " + ANSWER_SECONDS + " s: " + command);
        }
        return line.orElseThrow(() -> new IOException("has ended: " + command));
    }

    /** Ends the process, if need be by force. */
    @Override
    public void close() {
        try {
            in.close();
            if (process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            // it has ended already, or is ended now
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
