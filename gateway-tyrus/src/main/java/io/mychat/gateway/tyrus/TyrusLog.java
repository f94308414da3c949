package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Keeps clients from filling the host's log through Tyrus. For each exception of an endpoint without {@code @OnError}, and for each
 * message that an endpoint does not take, Tyrus writes a line, often with a stack trace. While this object is open, such lines become
 * at most three a minute of the gateway: for sends that end with their connection, for faults, and for what has no exception.
 *
 * <p>It does so by filters on Tyrus's own loggers, which are as global as Tyrus's classes. The host's filters stay in effect, and lines
 * below {@code INFO} pass. Thread-safe.
 */
final class TyrusLog implements AutoCloseable {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(TyrusLog.class);

    private static final String PACKAGE = "org.glassfish.tyrus.core.";

    private static final List<String> CLASSES = List.of(
            "AnnotatedEndpoint", "ProtocolHandler", "TyrusEndpointWrapper", "TyrusSession", "TyrusWebSocketEngine");

    private static final int LONGEST = 200;

    private final RateLimitedLog ended;
    private final RateLimitedLog faults;
    private final RateLimitedLog notes;
    private final List<Limit> limits = new ArrayList<>();
    private volatile boolean open = true;

    private TyrusLog(TimeSource time) {
        this.ended = new RateLimitedLog(LOG::info, time);
        this.faults = RateLimitedLog.withCauses(LOG::warn, time);
        this.notes = new RateLimitedLog(LOG::warn, time);
    }

    /** Limits the lines from now on. What Tyrus says of the endpoints while they are deployed should have been said. */
    static TyrusLog limit(TimeSource time) {
        TyrusLog log = new TyrusLog(time);
        for (String name : CLASSES) {
            log.limits.add(log.new Limit(Logger.getLogger(PACKAGE + name)));
        }
        return log;
    }

    /** One logger's lines. */
    private final class Limit implements Filter {

        /** Held, because java.util.logging forgets loggers that nobody holds. */
        private final Logger logger;

        private final @Nullable Filter before;

        Limit(Logger logger) {
            this.logger = logger;
            this.before = logger.getFilter();
            logger.setFilter(this);
        }

        @Override
        public boolean isLoggable(LogRecord line) {
            if (before != null && !before.isLoggable(line)) {
                return false;
            }
            if (!open || line.getLevel().intValue() < Level.INFO.intValue()) {
                return true;
            }
            say(line);
            return false;
        }

        /** A filter that came later stays, and this one lets everything pass. */
        void remove() {
            if (logger.getFilter() == this) {
                logger.setFilter(before);
            }
        }
    }

    private void say(LogRecord line) {
        Throwable cause = line.getThrown();
        if (cause == null) {
            notes.log("Tyrus says of a client of a host's endpoint: " + printable(String.valueOf(line.getMessage())));
        } else if (ConnectionEndedException.isBehind(cause)) {
            ended.log("A connection ended while an endpoint without @OnError was sending");
        } else {
            faults.log("A method of a host's endpoint failed, and no @OnError took it", cause);
        }
    }

    /** Without line breaks and the like: the text may be a client's. */
    private static String printable(String text) {
        String one = text.replaceAll("\\p{Cntrl}", "?");
        return one.length() <= LONGEST ? one : one.substring(0, LONGEST) + "…";
    }

    @Override
    public void close() {
        open = false;
        limits.forEach(Limit::remove);
    }
}
