package io.mychat.gateway.transport.undertow.frame;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.ConnectionReceiver.Admission;

/** What a {@link FrameDecoder} finds. Buffers are valid during the call only. */
public interface FrameListener {

    /** Whether the decoder may go on; asked before each frame, and before each further part of a long one. */
    boolean wantsFrames();

    /**
     * Whether a message is read; asked for each data frame.
     *
     * @param bytes the payload of the message up to the end of this frame
     */
    default Admission onMessageBegins(long bytes) {
        return Admission.READ;
    }

    /** Takes room for bytes of an incomplete message; false: there is none. */
    default boolean reserve(int bytes) {
        return true;
    }

    /** Gives back what {@link #reserve} has taken. */
    default void release(int bytes) {}

    /** A frame has been decoded that is a fragment and completes no message. */
    default void onFragment() {}

    /** A whole text message, checked to be UTF-8. */
    void onText(byte[] buffer, int offset, int length);

    /** A ping with its payload. */
    void onPing(byte[] buffer, int offset, int length);

    void onPong();

    /**
     * The peer's valid close frame. Nothing is decoded after it.
     *
     * @param code the peer's code, {@link CloseCodes#NO_STATUS} when it gave none
     */
    void onClose(int code);

    /** The peer broke the protocol or a limit. Nothing is decoded after it. */
    void onViolation(CloseReason reason);
}
