package io.mychat.gateway.test;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.time.Instant;
import org.slf4j.ILoggerFactory;

/** The lines that Logback lets through. Loaded only where SLF4J is bound to Logback. */
final class LogbackSource extends AppenderBase<ILoggingEvent> {

    private final LogCapture capture;

    private LogbackSource(LogCapture capture) {
        this.capture = capture;
    }

    static AutoCloseable attach(ILoggerFactory bound, LogCapture capture) {
        LoggerContext context = (LoggerContext) bound;
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        LogbackSource source = new LogbackSource(capture);
        source.setContext(context);
        source.start();
        root.addAppender(source);
        return () -> {
            root.detachAppender(source);
            source.stop();
        };
    }

    @Override
    protected void append(ILoggingEvent event) {
        String trace = event.getThrowableProxy() == null
                ? ""
                : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing();
        capture.line(Instant.ofEpochMilli(event.getTimeStamp()) + " " + event.getLevel() + " [" + event.getThreadName()
                + "] " + event.getLoggerName() + " - " + event.getFormattedMessage() + trace);
    }
}
