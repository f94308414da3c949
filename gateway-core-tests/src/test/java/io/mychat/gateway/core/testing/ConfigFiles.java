package io.mychat.gateway.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The three files of one configuration, in a directory of a test. Single quotes stand for double ones. */
public record ConfigFiles(Path directory) {

    public Path gateway(String json) {
        return write("gateway_config.json", json);
    }

    public Path platforms(String json) {
        return write("platform_strategy.json", json);
    }

    public Path router(String json) {
        return write("router_config.json", json);
    }

    /** Replaces a file as careful programs do: by a rename, never half. */
    public Path write(String name, String json) {
        try {
            Path draft = Files.writeString(directory.resolve(name + ".draft"), json.replace('\'', '"'));
            return Files.move(
                    draft,
                    directory.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
