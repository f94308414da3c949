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
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * The program's logging before its configuration is read: lines on standard output. It is code and no {@code logback.xml}, since the
 * reading of that takes a tenth of a start. A configuration of the operator's takes its place, if there is one: what {@code
 * logback.configurationFile} names, or a {@code logback.xml} on the class path.
 */
public final class ConsoleLogging extends ContextAwareBase implements Configurator {

    private static final List<String> CHATTY = List.of("io.undertow", "org.xnio", "org.jboss");

    /** Created by Logback. */
    public ConsoleLogging() {}

    @Override
    public ExecutionStatus configure(LoggerContext logback) {
        String named = System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY);
        if (named == null ? isFileOnClassPath() : isFound(named)) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        open(logback);
        if (named != null) {
            logback.getLogger(ConsoleLogging.class)
                    .warn(
                            "{} is {}, where there is no file: lines go to the console as without it",
                            ClassicConstants.CONFIG_FILE_PROPERTY,
                            named);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void open(LoggerContext logback) {
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
    }

    /** Whether Logback will find it: a URL, a resource of the class path or a file. */
    private static boolean isFound(String named) {
        try {
            URI uri = new URI(named);
            if (uri.isAbsolute()) {
                return !"file".equals(uri.getScheme()) || new File(uri.getSchemeSpecificPart()).exists();
            }
        } catch (URISyntaxException e) {
            // Not a URL.
        }
        return isOnClassPath(named) || new File(named).exists();
    }

    private static boolean isFileOnClassPath() {
        return isOnClassPath(ClassicConstants.TEST_AUTOCONFIG_FILE) || isOnClassPath(ClassicConstants.AUTOCONFIG_FILE);
    }

    private static boolean isOnClassPath(String name) {
        return ConsoleLogging.class.getClassLoader().getResource(name) != null;
    }
}
