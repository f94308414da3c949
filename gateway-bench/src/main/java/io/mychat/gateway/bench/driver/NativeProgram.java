package io.mychat.gateway.bench.driver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A program in C, compiled. Closing deletes it.
 *
 * @param path the program; empty where there is no C compiler, or no Linux
 */
public record NativeProgram(Optional<Path> path) implements AutoCloseable {

    /** The server that only sends prepared frames to all others, {@code fanout.c}. */
    public static NativeProgram fanOut() throws IOException {
        return compile(NativeProgram.class, "fanout");
    }

    /**
     * Compiles with {@code cc}.
     *
     * @param room the class beside which the source is
     */
    static NativeProgram compile(Class<?> room, String name) throws IOException {
        Path directory = Files.createTempDirectory("gateway-bench");
        Path source = directory.resolve(name + ".c");
        Path program = directory.resolve(name);
        try (InputStream text = Objects.requireNonNull(room.getResourceAsStream(name + ".c"))) {
            Files.copy(text, source);
        }
        boolean compiled = Tool.run(List.of("cc", "-O2", "-o", program.toString(), source.toString()));
        Files.delete(source);
        if (!compiled) {
            Files.delete(directory);
        }
        return new NativeProgram(compiled ? Optional.of(program) : Optional.empty());
    }

    @Override
    public void close() throws IOException {
        if (path.isPresent()) {
            Files.delete(path.get());
            Files.delete(Objects.requireNonNull(path.get().getParent()));
        }
    }
}
