package io.mychat.gateway.transport.common.frame;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.ConnectionReceiver.Admission;

/** Receives the events of a {@link FrameDecoder}. Buffers are valid only during a call. */
public interface FrameListener {

    /** Whether the decoder may continue; asked before each frame and before each further part of a long frame. */
    boolean wantsFrames();

    /**
     * Decides whether a message is read; asked for each data frame, and again while a compressed message is inflated.
     *
     * @param bytes payload bytes of the message up to the end of this frame, or the bytes that it has so far without its
     *     compression
     */
    default Admission onMessageBegins(long bytes) {
        return Admission.READ;
    }

    /** Reserves bytes of an incomplete message; false when the budget is used up. */
    default boolean reserve(int bytes) {
        return true;
    }

    /** Releases bytes that {@link #reserve} has reserved. */
    default void release(int bytes) {}

    /** Bytes that have arrived together are decoded from now on. */
    default void onReadBegins() {}

    /** They have been decoded. */
    default void onReadEnds() {}

    /** A fragment that does not complete a message. */
    default void onFragment() {}

    /**
     * A compressed message has been inflated, to its end or to where it failed.
     *
     * @param from its bytes as they arrived
     * @param to the bytes that came out
     */
    default void onInflated(int from, int to) {}

    /** A complete message of the connection's type; a text is valid UTF-8. */
    void onMessage(byte[] buffer, int offset, int length);

    /** A ping with its payload. */
    void onPing(byte[] buffer, int offset, int length);

    void onPong();

    /**
     * A valid close frame of the peer. Nothing is decoded after it.
     *
     * @param code the code of the peer; {@link CloseCodes#NO_STATUS} without one
     */
    void onClose(int code);

    /** The peer violated the protocol or a limit. Nothing is decoded afterwards. */
    void onViolation(CloseReason reason);
}
