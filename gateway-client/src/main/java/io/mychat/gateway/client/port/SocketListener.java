package io.mychat.gateway.client.port;

import java.util.concurrent.CompletionStage;

/**
 * Hears what happens on a connection: {@link #opened} at most once, then texts one after the other, and {@link #closed} once at the end. Any thread may
 * call, and none is held up.
 *
 * @since 0.1.0
 */
public interface SocketListener {

    /** The connection is open. */
    void opened();

    /**
     * A text frame has arrived, as a whole.
     *
     * @return completes when the next one may be delivered; a socket that can, stops reading until then
     */
    CompletionStage<?> received(String text);

    /**
     * The connection has ended, or was never opened.
     *
     * @param code the close code; 1006 where there is none
     */
    void closed(int code);
}
