package io.mychat.gateway.core.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The warnings and errors that a class logs until this is closed. Thread-safe. */
public final class LogLines implements AutoCloseable {

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final List<String> infos = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Appender appender = new Appender();

    public LogLines(Class<?> from) {
        logger = (Logger) LoggerFactory.getLogger(from);
        appender.start();
        logger.addAppender(appender);
    }

    /** @param hasTrace whether a stack trace follows */
    public record Line(String text, boolean hasTrace) {}

    /** The lines of level INFO so far. */
    public List<String> infos() {
        return List.copyOf(infos);
    }

    /** So far. */
    public List<Line> warnings() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        appender.stop();
    }

    private final class Appender extends AppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel() == Level.INFO) {
                infos.add(event.getFormattedMessage());
            }
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                lines.add(new Line(event.getFormattedMessage(), event.getThrowableProxy() != null));
            }
        }
    }
}
