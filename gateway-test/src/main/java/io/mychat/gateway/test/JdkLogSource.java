package io.mychat.gateway.test;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** The lines that java.util.logging lets through. */
final class JdkLogSource extends Handler {

    /** Causes may form a circle. */
    private static final int MOST_CAUSES = 20;

    private final SimpleFormatter formatter = new SimpleFormatter();
    private final LogCapture capture;

    private JdkLogSource(LogCapture capture) {
        this.capture = capture;
    }

    static AutoCloseable attach(LogCapture capture) {
        Logger root = Logger.getLogger("");
        JdkLogSource source = new JdkLogSource(capture);
        root.addHandler(source);
        return () -> root.removeHandler(source);
    }

    @Override
    public void publish(LogRecord event) {
        capture.line(event.getInstant() + " " + event.getLevel() + " ["
                + Thread.currentThread().getName() + "] " + event.getLoggerName() + " - "
                + formatter.formatMessage(event) + trace(event.getThrown()));
    }

    private static String trace(@Nullable Throwable thrown) {
        StringBuilder text = new StringBuilder();
        String cause = "\n";
        Throwable next = thrown;
        for (int depth = 0; next != null && depth < MOST_CAUSES; depth++) {
            text.append(cause).append(next);
            for (StackTraceElement element : next.getStackTrace()) {
                text.append("\n\tat ").append(element);
            }
            cause = "\nCaused by: ";
            next = next.getCause();
        }
        return text.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
