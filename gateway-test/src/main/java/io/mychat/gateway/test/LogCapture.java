package io.mychat.gateway.test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * The newest log lines of one test's gateways. Tests that run in parallel share their loggers, so a line is taken by the
 * thread that logs it: threads inherit their test from the thread that has started them. A line of a thread without a
 * test, or with one that is over, goes to all tests. Thread-safe: its monitor guards the lines.
 */
final class LogCapture implements AutoCloseable {

    private static final int MAX_LINES = 200;
    private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";
    private static final String JDK = "org.slf4j.jul.JDK14LoggerFactory";
    private static final InheritableThreadLocal<LogCapture> CURRENT = new InheritableThreadLocal<>();

    private final Deque<String> lines = new ArrayDeque<>();
    private final AutoCloseable source;
    private final String missing;
    private long dropped;
    private volatile boolean closed;

    private LogCapture() {
        ILoggerFactory bound = LoggerFactory.getILoggerFactory();
        String library = bound.getClass().getName();
        if (library.equals(LOGBACK)) {
            source = LogbackSource.attach(bound, this);
            missing = "";
        } else if (library.equals(JDK)) {
            source = JdkLogSource.attach(this);
            missing = "";
        } else {
            source = () -> {};
            missing = "SLF4J logs with " + library
                    + "; with logback-classic or slf4j-jdk14 on the class path of the tests, the log stands here";
        }
    }

    /** Captures for the calling thread and the threads that it starts, until it calls {@link #leave}. */
    static LogCapture open() {
        LogCapture capture = new LogCapture();
        capture.enter();
        return capture;
    }

    /** As {@link #open}, for a test that has a capture already. */
    void enter() {
        CURRENT.set(this);
    }

    /** Ends {@link #enter} on the calling thread. */
    static void leave() {
        CURRENT.remove();
    }

    /** A line that the calling thread has logged. */
    void line(String text) {
        LogCapture test = CURRENT.get();
        if (test != null && test != this && !test.closed) {
            return;
        }
        synchronized (this) {
            if (lines.size() == MAX_LINES) {
                lines.removeFirst();
                dropped++;
            }
            lines.add(text);
        }
    }

    /** Adds the log to a failure, once. */
    void attachTo(Throwable failure) {
        if (!hasLog(failure)) {
            failure.addSuppressed(new CapturedLog(text()));
        }
    }

    private static boolean hasLog(Throwable failure) {
        Throwable cause = failure.getCause();
        return Arrays.stream(failure.getSuppressed()).anyMatch(CapturedLog.class::isInstance)
                || (cause != null && hasLog(cause));
    }

    private synchronized String text() {
        if (!missing.isEmpty()) {
            return missing;
        }
        List<String> all = new ArrayList<>();
        if (dropped > 0) {
            all.add(dropped + " older lines are left out");
        }
        all.addAll(lines);
        return all.isEmpty() ? "nothing was logged" : String.join("\n", all);
    }

    @Override
    public void close() {
        closed = true;
        try {
            source.close();
        } catch (Exception e) { // detaching throws none
            throw new IllegalStateException(e);
        }
        synchronized (this) {
            // Threads that outlive the test keep this object.
            lines.clear();
        }
    }
}
