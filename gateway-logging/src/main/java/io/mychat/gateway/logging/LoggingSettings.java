package io.mychat.gateway.logging;

import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Section {@code logging}.
 *
 * @param level the level of what the section is about; empty: as it was
 * @param levels the levels of single loggers, by name
 * @param file the log's file; empty: none
 */
record LoggingSettings(
        Optional<String> level, Map<String, String> levels, LogFormat format, Optional<Path> file, Rotation rotation) {

    /** The logger of the audit's lines. */
    static final String AUDIT = "io.mychat.gateway.audit";

    private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug");
    private static final long DEFAULT_BYTES = 100L << 20;
    private static final int MAX_LOGGERS = 1000;
    private static final Pattern LOGGER = Pattern.compile("[\\w$-]+(\\.[\\w$-]+)*");
    private static final int MAX_NAME = 200;

    LoggingSettings {
        levels = Map.copyOf(levels);
    }

    /** Reads the section and reports its faults to it. */
    static LoggingSettings read(ModuleSettings settings) {
        ConfigSection section = settings.section("logging");
        Optional<String> level = section.text("level").map(text -> text.toLowerCase(Locale.ROOT));
        if (level.isPresent() && !LEVELS.contains(level.get())) {
            section.fault("level", "must be error, warn, info or debug");
        }
        OptionalLong bytes = Rotation.bytes(section.text("max_file_size").orElse(""));
        if (bytes.isEmpty()) {
            section.fault("max_file_size", "must be a number with KB, MB or GB, at least 1KB, such as 100MB");
        }
        Rotation rotation =
                new Rotation(bytes.orElse(DEFAULT_BYTES), section.integer("max_files"), section.flag("rotate_daily"));
        return new LoggingSettings(
                level,
                levels(section),
                section.word("format", LogFormat.class).orElse(LogFormat.TEXT),
                file(section, settings),
                rotation);
    }

    private static Map<String, String> levels(ConfigSection section) {
        Map<String, String> levels = new TreeMap<>();
        ConfigSection given = section.section("levels");
        if (given.keys().size() > MAX_LOGGERS) {
            section.fault("levels", "must name " + MAX_LOGGERS + " loggers at most");
        }
        for (String logger : given.keys()) {
            String level = given.text(logger).orElse("").toLowerCase(Locale.ROOT);
            if (!LEVELS.contains(level) && !level.equals("off")) {
                given.fault(logger, "must be error, warn, info, debug or off");
            } else if (logger.length() > MAX_NAME || !LOGGER.matcher(logger).matches()) {
                given.fault(logger, "must be the name of a logger, such as io.mychat.gateway.core.connection");
            } else if (logger.equals(AUDIT)) {
                given.fault(logger, "the audit has no level; remove the key");
            } else {
                levels.put(logger, level);
            }
        }
        return levels;
    }

    private static Optional<Path> file(ConfigSection section, ModuleSettings settings) {
        try {
            return section.text("file_path").map(settings::resolve);
        } catch (InvalidPathException e) {
            section.fault(
                    "file_path", "is not a path, or has characters that file names cannot have in this locale (LANG)");
            return Optional.empty();
        }
    }

    /** Reports why the file cannot be opened or rotated. */
    void checkFile(ConfigSection section) {
        Optional<String> fault = file.flatMap(LogPath::fault);
        fault.ifPresent(text -> section.fault("file_path", text));
        if (fault.isEmpty()) {
            file.flatMap(LogPath::warning).ifPresent(warning -> section.warn("file_path", warning));
        }
    }
}
