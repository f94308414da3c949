package io.mychat.gateway.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Applies the settings to Logback. The file stays open when the gateway stops, for the last lines, until the process
 * ends. Used by one thread at a time: the start of the gateway, and then one reload after the other.
 */
final class LogbackSetup {

    private static final org.slf4j.Logger log = LoggerFactory.getLogger(LogbackSetup.class);

    private final LoggerContext context;
    private final Logger scope;
    /** The levels before this changed them, by logger. */
    private final Map<Logger, Optional<Level>> previous = new HashMap<>();

    /** @param scope the logger that {@code logging.level} and {@code logging.file_path} are about */
    LogbackSetup(LoggerContext context, String scope) {
        this.context = context;
        this.scope = context.getLogger(scope);
        WrapperPackages.addTo(context);
    }

    /** Whether SLF4J logs with Logback. */
    static boolean isBound() {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext;
    }

    /** @throws IllegalStateException when SLF4J does not log with Logback */
    static LogbackSetup of(String scope) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            return new LogbackSetup(context, scope);
        }
        throw new IllegalStateException("SLF4J does not log with Logback");
    }

    /** Opens the file and applies everything else. */
    void begin(LoggingSettings settings) {
        adopt(settings);
        settings.file().ifPresent(file -> open(file, settings));
    }

    private void open(Path file, LoggingSettings settings) {
        Optional<LogFile> before = LogFile.of(scope);
        if (before.isEmpty()) {
            scope.addAppender(LogFile.open(context, file, settings.rotation(), settings.format()));
        } else if (!file.toString().equals(before.get().getFile())) {
            log.warn(
                    "logging.file_path: a process has one log file, and {} is open already; it is used",
                    before.get().getFile());
        }
    }

    /** Applies what a running gateway can change: levels and the format. */
    void adopt(LoggingSettings settings) {
        Map<Logger, Level> wanted = new LinkedHashMap<>();
        settings.level().ifPresent(level -> wanted.put(scope, Level.toLevel(level)));
        settings.levels().forEach((name, level) -> wanted.put(context.getLogger(name), Level.toLevel(level)));
        for (Map.Entry<Logger, Optional<Level>> changed : previous.entrySet()) {
            if (!wanted.containsKey(changed.getKey())) {
                changed.getKey().setLevel(changed.getValue().orElse(null));
            }
        }
        previous.keySet().retainAll(wanted.keySet());
        wanted.forEach((logger, level) -> {
            previous.computeIfAbsent(logger, one -> Optional.ofNullable(one.getLevel()));
            logger.setLevel(level);
        });
        Logger audit = context.getLogger(LoggingSettings.AUDIT);
        if (audit.getLevel() == null) {
            // The configured level does not apply to the audit.
            audit.setLevel(Level.INFO);
        }
        context.getLoggerList().forEach(logger -> format(logger, settings.format()));
    }

    private static void format(Logger logger, LogFormat format) {
        for (Iterator<Appender<ILoggingEvent>> all = logger.iteratorForAppenders(); all.hasNext(); ) {
            if (all.next() instanceof OutputStreamAppender<ILoggingEvent> stream
                    && stream.getEncoder() instanceof LineEncoder encoder) {
                encoder.setFormat(format.name());
            }
        }
    }

    /** Opens the file again, if there is one. */
    void reopen() {
        LogFile.of(scope).ifPresent(LogFile::reopen);
    }
}
