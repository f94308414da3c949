package io.mychat.gateway.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The client's side of a WebSocket, as {@link TestClient} needs it. Safe for use by many threads. */
public interface TextChannel {

    /** Sends one text message; does nothing on a channel that is closed. */
    void send(String text);

    /**
     * The next message from the gateway, waiting for it.
     *
     * @return empty when none came in time, or none can come because the channel has closed
     */
    Optional<String> receive(Duration timeout);

    /** Begins to close in good order; does nothing on a channel that is closed. */
    void close(int code);

    /**
     * Waits for the end.
     *
     * @return the close code that the gateway sent, 1005 for a close frame without one, or 1006 when the connection
     *     ended without a close frame; empty when it is still open
     */
    OptionalInt awaitClose(Duration timeout);
}
