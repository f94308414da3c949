package io.mychat.gateway.core;

import io.mychat.gateway.core.audit.AuditTrail;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.security.AuditConfig;
import io.mychat.gateway.core.reload.ConfigManager;
import io.mychat.gateway.spi.time.TimeSource;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens the audit's file of a configuration, and says before a start why it could not. */
final class AuditFactory {

    private static final String FILE = "$.audit.file";

    private AuditFactory() {}

    /**
     * Opens the file.
     *
     * @return empty when none is configured
     * @throws ConfigException when it cannot be written, or another gateway writes it
     */
    static Optional<AuditTrail> open(ConfigManager configuration, String nodeId, TimeSource time) {
        Optional<Path> file = file(configuration);
        try {
            return file.isEmpty()
                    ? Optional.empty()
                    : Optional.of(AuditTrail.open(
                            file.get(),
                            nodeId,
                            () -> configuration.current().gateway().audit(),
                            time));
        } catch (IOException e) {
            throw new ConfigException(List.of(new ConfigFault(configuration.label(), FILE, reason(e))));
        }
    }

    /** The section; a relative path of the file starts at the main file's directory. */
    static AuditConfig settings(ConfigManager configuration) {
        AuditConfig audit = configuration.current().gateway().audit();
        return audit.withFile(audit.file()
                .map(path -> configuration
                        .directory()
                        .map(base -> base.resolve(path))
                        .orElse(path)));
    }

    private static Optional<Path> file(ConfigManager configuration) {
        return settings(configuration).file();
    }

    /** Why {@link #open} would fail, as far as that can be told without opening the file. */
    static Optional<ConfigFault> fault(ConfigManager configuration) {
        return file(configuration)
                .flatMap(AuditFactory::fault)
                .map(message -> new ConfigFault(configuration.label(), FILE, message));
    }

    private static Optional<String> fault(Path file) {
        if (Files.exists(file)) {
            return Files.isRegularFile(file) && Files.isWritable(file)
                    ? Optional.empty()
                    : Optional.of("cannot be written, or is no regular file");
        }
        Path directory = file.toAbsolutePath().getParent();
        while (directory != null && !Files.exists(directory)) {
            directory = directory.getParent();
        }
        return directory != null && Files.isDirectory(directory) && Files.isWritable(directory)
                ? Optional.empty()
                : Optional.of("cannot be made: " + directory + " is no directory that this process may write to");
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException file
                ? "cannot be written: " + file.getFile() + " ("
                        + (file.getReason() == null ? e.getClass().getSimpleName() : file.getReason()) + ")"
                : String.valueOf(e.getMessage());
    }
}
