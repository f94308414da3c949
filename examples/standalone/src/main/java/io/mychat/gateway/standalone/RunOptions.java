package io.mychat.gateway.standalone;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says about a run.
 *
 * @param config null: a demo
 * @param webSocketPort null: that of the configuration
 * @param httpPort null: that of the configuration
 */
record RunOptions(
        @Nullable Path config,
        @Nullable Integer webSocketPort,
        @Nullable Integer httpPort) {

    static final String CONFIG = "--config";
    static final String WEBSOCKET_PORT = "--websocket-port";
    static final String HTTP_PORT = "--http-port";

    /**
     * Reads a command line that starts a gateway and says nothing else. The classes of picocli and of all subcommands take a fifth of
     * a start, and such a line does not need them.
     *
     * @return empty for any other command line, correct or not: that is picocli's to read
     */
    static Optional<RunOptions> plain(List<String> line) {
        RunOptions read = new RunOptions(null, null, null);
        for (int i = 0; i < line.size(); i += 2) {
            RunOptions next = i + 1 < line.size() ? read.with(line.get(i), line.get(i + 1)) : null;
            if (next == null) {
                return Optional.empty();
            }
            read = next;
        }
        return Optional.of(read);
    }

    private @Nullable RunOptions with(String name, String value) {
        if (value.isEmpty() || value.startsWith("-") || value.startsWith("@")) {
            return null; // another option, or a file of arguments
        }
        try {
            if (name.equals(CONFIG) && config == null) {
                return new RunOptions(Path.of(value), webSocketPort, httpPort);
            }
            if (name.equals(WEBSOCKET_PORT) && webSocketPort == null) {
                return new RunOptions(config, Integer.valueOf(value), httpPort);
            }
            if (name.equals(HTTP_PORT) && httpPort == null) {
                return new RunOptions(config, webSocketPort, Integer.valueOf(value));
            }
        } catch (InvalidPathException | NumberFormatException e) {
            return null; // picocli says what is wrong
        }
        return null;
    }
}
