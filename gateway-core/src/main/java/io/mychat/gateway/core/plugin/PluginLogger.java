package io.mychat.gateway.core.plugin;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of a plug-in, in the log of the gateway. Thread-safe. */
final class PluginLogger implements System.Logger {

    private final Logger log;

    PluginLogger(String plugin) {
        this.log = LoggerFactory.getLogger("plugin." + plugin);
    }

    @Override
    public String getName() {
        return log.getName();
    }

    @Override
    public boolean isLoggable(Level level) {
        return level != Level.OFF && log.isEnabledForLevel(level(level));
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        if (isLoggable(level)) {
            log.atLevel(level(level)).setCause(thrown).log(text(bundle, message));
        }
    }

    @Override
    public void log(
            Level level,
            @Nullable ResourceBundle bundle,
            @Nullable String format,
            @Nullable Object @Nullable ... params) {
        if (isLoggable(level)) {
            String text = text(bundle, format);
            log.atLevel(level(level))
                    .log(params == null || params.length == 0 ? text : MessageFormat.format(text, params));
        }
    }

    private static String text(@Nullable ResourceBundle bundle, @Nullable String message) {
        if (message == null) {
            return "null";
        }
        return bundle != null && bundle.containsKey(message) ? bundle.getString(message) : message;
    }

    private static org.slf4j.event.Level level(System.Logger.Level level) {
        return switch (level) {
            case ALL, TRACE -> org.slf4j.event.Level.TRACE;
            case DEBUG -> org.slf4j.event.Level.DEBUG;
            case INFO -> org.slf4j.event.Level.INFO;
            case WARNING -> org.slf4j.event.Level.WARN;
            case ERROR, OFF -> org.slf4j.event.Level.ERROR;
        };
    }
}
