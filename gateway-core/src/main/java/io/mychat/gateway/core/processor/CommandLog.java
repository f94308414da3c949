package io.mychat.gateway.core.processor;

import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.message.UnifiedMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

/**
 * Puts the ids of a command into SLF4J's MDC, so that every line that is logged for it on this thread has them. What
 * the keys held before is put back, since threads are shared.
 */
final class CommandLog {

    private static final String SESSION = "session_id";
    private static final String REQUEST = "request_id";

    private CommandLog() {}

    /** Has the ids in the lines of this thread until the scope is closed, which also closes the inner one. */
    static Tracer.Scope open(UnifiedMessage message, Tracer.Scope inner) {
        if (MDC.getMDCAdapter() instanceof NOPMDCAdapter) {
            return inner;
        }
        RequestId request = message.requestId();
        String sessionBefore = MDC.get(SESSION);
        String requestBefore = MDC.get(REQUEST);
        put(SESSION, message.sessionId());
        put(REQUEST, request == null ? null : request.text());
        return () -> {
            put(SESSION, sessionBefore);
            put(REQUEST, requestBefore);
            inner.close();
        };
    }

    private static void put(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
