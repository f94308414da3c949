package io.mychat.gateway.bench.driver;

import io.mychat.gateway.bench.client.LoadClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code crowd.c}: clients that come and go. Closing deletes it.
 *
 * @param program the program, where it could be compiled
 */
public record CrowdProgram(NativeProgram program) implements AutoCloseable {

    public static CrowdProgram compile() throws IOException {
        return new CrowdProgram(NativeProgram.compile(LoadClient.class, "crowd"));
    }

    Optional<Path> path() {
        return program.path();
    }

    /** The programming language of the clients. */
    public String language() {
        return path().isPresent() ? "C" : "Java, for want of a C compiler";
    }

    @Override
    public void close() throws IOException {
        program.close();
    }
}
