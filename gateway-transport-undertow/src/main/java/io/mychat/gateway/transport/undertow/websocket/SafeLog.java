package io.mychat.gateway.transport.undertow.websocket;

import org.slf4j.Logger;

/** Logs without ever throwing, for threads that serve other connections afterwards. */
final class SafeLog {

    private SafeLog() {}

    /** Logs an error; does nothing when logging fails, for example without memory. */
    @SuppressWarnings("EmptyCatch") // the failure of the log cannot be reported
    static void error(Logger log, String message, Throwable cause) {
        try {
            log.error(message, cause);
        } catch (RuntimeException | Error e) {
            // see above
        }
    }
}
