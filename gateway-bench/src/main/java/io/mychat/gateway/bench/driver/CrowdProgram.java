package io.mychat.gateway.bench.driver;

import io.mychat.gateway.bench.client.LoadClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code crowd.c}, compiled. Closing deletes it.
 *
 * @param path the program; empty where there is no C compiler, or no Linux
 */
public record CrowdProgram(Optional<Path> path) implements AutoCloseable {

    /** Compiles with {@code cc}. */
    public static CrowdProgram compile() throws IOException {
        Path directory = Files.createTempDirectory("gateway-bench");
        Path source = directory.resolve("crowd.c");
        Path program = directory.resolve("crowd");
        try (InputStream text = Objects.requireNonNull(LoadClient.class.getResourceAsStream("crowd.c"))) {
            Files.copy(text, source);
        }
        boolean compiled = run(List.of("cc", "-O2", "-o", program.toString(), source.toString()));
        Files.delete(source);
        if (!compiled) {
            Files.delete(directory);
        }
        return new CrowdProgram(compiled ? Optional.of(program) : Optional.empty());
    }

    /** The programming language of the clients. */
    public String language() {
        return path.isPresent() ? "C" : "Java, for want of a C compiler";
    }

    private static boolean run(List<String> command) throws IOException {
        Process compiler;
        try {
            compiler = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return false; // there is none
        }
        try {
            if (compiler.waitFor(1, TimeUnit.MINUTES)) {
                return compiler.exitValue() == 0;
            }
            compiler.destroyForcibly();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (path.isPresent()) {
            Files.delete(path.get());
            Files.delete(Objects.requireNonNull(path.get().getParent()));
        }
    }
}
