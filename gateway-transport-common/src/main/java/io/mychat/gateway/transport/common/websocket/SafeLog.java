package io.mychat.gateway.transport.common.websocket;

import io.mychat.gateway.spi.event.RateLimitedLogs;
import io.mychat.gateway.spi.time.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of failures that a client may be able to repeat: each message is one line a minute. Never throws, for threads
 * that serve other connections afterwards. Thread-safe.
 */
public final class SafeLog {

    private static final Logger LOG = LoggerFactory.getLogger(SafeLog.class);

    private final RateLimitedLogs byMessage;

    public SafeLog(TimeSource time) {
        this.byMessage = new RateLimitedLogs(LOG::error, time);
    }

    /**
     * Logs an error; does nothing when logging fails, for example without memory.
     *
     * @param message a constant: it tells kinds of failures apart
     */
    @SuppressWarnings("EmptyCatch") // the failure of the log cannot be reported
    public void error(String message, Throwable cause) {
        try {
            byMessage.of(message).log(message, cause);
        } catch (RuntimeException | Error e) {
            // see above
        }
    }
}
