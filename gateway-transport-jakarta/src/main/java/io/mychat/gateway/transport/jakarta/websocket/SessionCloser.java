package io.mychat.gateway.transport.jakarta.websocket;

import io.mychat.gateway.spi.transport.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;

/** The close of a session of the container. */
final class SessionCloser {

    private SessionCloser() {}

    /** Closes a session; it may have ended meanwhile. Blocks in some containers. */
    static void close(Session session, CloseReason reason) {
        try {
            session.close(new jakarta.websocket.CloseReason(CloseCodes.getCloseCode(reason.code()), reason.text()));
        } catch (IOException | RuntimeException e) {
            // The session has already ended, or ends because of it.
        }
    }
}
