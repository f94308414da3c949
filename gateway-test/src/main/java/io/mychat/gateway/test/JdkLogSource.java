package io.mychat.gateway.test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** The lines that java.util.logging lets through. */
final class JdkLogSource extends Handler {

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
        if (thrown == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return "\n" + text.toString().stripTrailing();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
