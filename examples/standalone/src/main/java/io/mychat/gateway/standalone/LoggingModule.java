package io.mychat.gateway.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.util.FileSize;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** LogManager of specification 2.2: applies section {@code logging} (specification 7.1 and 9.2) to Logback. */
public final class LoggingModule implements ModuleProvider {

    private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug");
    private static final String DEFAULT_SIZE = "100MB";
    private static final int SMALLEST_FILE = 1024;
    private static final Pattern LONG_NUMBER = Pattern.compile("\\d{10}");

    @Override
    public String name() {
        return "gateway-standalone";
    }

    @Override
    public Set<String> sections() {
        return Set.of("logging");
    }

    @Override
    public Module configure(ModuleSettings settings) {
        ConfigSection section = settings.section("logging");
        String level = section.text("level").orElse("").toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            section.fault("level", "must be error, warn, info or debug");
        }
        Optional<Path> file = file(section, settings);
        String size = section.text("max_file_size").orElse("");
        Optional<FileSize> maxSize = size(size);
        if (maxSize.isEmpty()) {
            section.fault("max_file_size", "must be a number with KB, MB or GB, at least 1KB, such as " + DEFAULT_SIZE);
        }
        int files = section.integer("max_files");
        boolean daily = section.flag("rotate_daily");
        LogFile.Rotation rotation =
                new LogFile.Rotation(maxSize.orElseGet(() -> FileSize.valueOf(DEFAULT_SIZE)), files, daily);
        return new Logging(Level.toLevel(level), file, rotation);
    }

    /** A file size with at most nine digits, so that its number of bytes fits into a long. */
    private static Optional<FileSize> size(String text) {
        try {
            return Optional.of(FileSize.valueOf(text))
                    .filter(size -> size.getSize() >= SMALLEST_FILE
                            && !LONG_NUMBER.matcher(text).find());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> file(ConfigSection section, ModuleSettings settings) {
        Optional<String> configured = section.text("file_path");
        try {
            Optional<Path> file = configured.map(settings::resolve);
            Optional<String> fault = file.flatMap(LogFile::fault);
            fault.ifPresent(text -> section.fault("file_path", text));
            if (fault.isEmpty()) {
                file.flatMap(LogFile::warning).ifPresent(warning -> section.warn("file_path", warning));
            }
            return file;
        } catch (InvalidPathException e) {
            section.fault(
                    "file_path", "is not a path, or has characters that file names cannot have in this locale (LANG)");
            return Optional.empty();
        }
    }

    /** The configured log. A reload can change the level, but not the file. */
    private record Logging(Level level, Optional<Path> file, LogFile.Rotation rotation) implements Module {

        @Override
        public Optional<Set<Class<?>>> ports() {
            return Optional.of(Set.of());
        }

        @Override
        public void create(ModuleServices services) {
            apply(level, file, rotation);
        }

        @Override
        public ReloadResult adopt(Module next) {
            ((LoggerContext) LoggerFactory.getILoggerFactory())
                    .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                    .setLevel(((Logging) next).level());
            return ReloadResult.nothing();
        }
    }

    private static void apply(Level level, Optional<Path> file, LogFile.Rotation rotation) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        Logger audit = context.getLogger(LineEncoder.AUDIT);
        if (audit.getLevel() == null) {
            // The configured level does not apply to the audit.
            audit.setLevel(Level.INFO);
        }
        if (file.isPresent() && root.getAppender("file") == null) {
            root.addAppender(LogFile.open(context, file.get(), rotation, pattern(root)));
        }
    }

    private static String pattern(Logger root) {
        return root.getAppender("console") instanceof ConsoleAppender<ILoggingEvent> console
                        && console.getEncoder() instanceof PatternLayoutEncoder encoder
                ? encoder.getPattern()
                : "[%d] [gateway] [%level] [%class{0}:%line] %msg%n";
    }
}
