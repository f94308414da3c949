package io.mychat.gateway.tyrus;

import java.io.IOException;
import java.util.Set;
import org.glassfish.tyrus.core.TyrusSession;
import org.glassfish.tyrus.core.TyrusWebSocket;
import org.jspecify.annotations.Nullable;

/** A frame could not be sent, because the connection has ended. */
final class ConnectionEndedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** More causes than Tyrus wraps around an exception. */
    private static final int DEEPEST = 10;

    private static final Set<String> SESSIONS = Set.of(TyrusSession.class.getName(), TyrusWebSocket.class.getName());

    ConnectionEndedException() {
        super("the connection has ended");
    }

    /** Whether the failure, or what has caused it, is such an end, or a call of a session that had ended before. */
    static boolean isBehind(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int i = 0; i < DEEPEST && cause != null; i++) {
            if (cause instanceof ConnectionEndedException || isOfAnEndedSession(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Tyrus says so of a session in one way or another, by the moment. */
    private static boolean isOfAnEndedSession(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure instanceof RuntimeException && trace.length > 0 && SESSIONS.contains(trace[0].getClassName());
    }
}
