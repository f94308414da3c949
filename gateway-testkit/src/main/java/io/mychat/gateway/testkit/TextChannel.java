package io.mychat.gateway.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The client's side of a WebSocket for {@link TestClient}. Thread-safe.
 *
 * @since 0.1.0
 */
public interface TextChannel {

    /** Sends one text message; does nothing on a closed channel. */
    void send(String text);

    /**
     * Waits for the next message from the gateway.
     *
     * @return empty when none arrives in time, or when the channel is closed
     */
    Optional<String> receive(Duration timeout);

    /** Starts the close handshake; does nothing on a closed channel. */
    void close(int code);

    /** Ends the connection without a close frame, as a program does that is killed. */
    void vanish();

    /**
     * Waits for the end.
     *
     * @return the close code of the gateway, 1005 for a close frame without one, 1006 without a close frame; empty when
     *     the channel is still open
     */
    OptionalInt awaitClose(Duration timeout);
}
