package io.mychat.gateway.standalone;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.mychat.gateway.logging.LineEncoder;
import io.mychat.gateway.logging.NumberedLineLimit;
import java.util.List;

/**
 * The program's logging before its configuration is read: lines on standard output. It is code and no {@code logback.xml}, since the
 * reading of that takes a tenth of a start. A file of Logback of the operator's takes its place: one named by {@code
 * logback.configurationFile}, or a {@code logback.xml} on the class path.
 */
public final class ConsoleLogging extends ContextAwareBase implements Configurator {

    private static final List<String> CHATTY = List.of("io.undertow", "org.xnio", "org.jboss");

    /** Created by Logback. */
    public ConsoleLogging() {}

    @Override
    public ExecutionStatus configure(LoggerContext logback) {
        if (isConfiguredOtherwise()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        // What clients can cause with each connection is one line a minute.
        NumberedLineLimit limit = new NumberedLineLimit();
        limit.setContext(logback);
        limit.start();
        logback.addTurboFilter(limit);
        LineEncoder encoder = new LineEncoder();
        encoder.setContext(logback);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(logback);
        console.setName("console");
        console.setEncoder(encoder);
        console.start();
        logback.getLogger("io.mychat.gateway.audit").setLevel(Level.INFO);
        for (String name : CHATTY) {
            logback.getLogger(name).setLevel(Level.WARN);
        }
        Logger root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(console);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static boolean isConfiguredOtherwise() {
        ClassLoader loader = ConsoleLogging.class.getClassLoader();
        return System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null
                || loader.getResource(ClassicConstants.TEST_AUTOCONFIG_FILE) != null
                || loader.getResource(ClassicConstants.AUTOCONFIG_FILE) != null;
    }
}
