package io.mychat.gateway.transport.undertow.websocket;

import org.slf4j.Logger;

/** Logs where nothing may be thrown any more, because others' connections are served after it. */
final class SafeLog {

    private SafeLog() {}

    /** Logs an error, or nothing when not even that is possible: without memory, say. */
    @SuppressWarnings("EmptyCatch") // nobody is left who could be told
    static void error(Logger log, String message, Throwable cause) {
        try {
            log.error(message, cause);
        } catch (RuntimeException | Error e) {
            // see above
        }
    }
}
