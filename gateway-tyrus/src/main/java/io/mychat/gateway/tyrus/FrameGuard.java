package io.mychat.gateway.tyrus;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the heads of a client's frames (RFC 6455 section 5.2) before Tyrus sees them: Tyrus takes frames without a mask,
 * answers frames that are too large with 1011 and a logged stack trace, and leaves it to an endpoint whether it closes after too many
 * fragments. Used on the I/O thread.
 */
final class FrameGuard {

    private static final int CONTINUATION = 0x00;
    private static final int CONTROL = 0x08;
    private static final int CLOSE = 0x08;
    private static final int MASKED = 0x80;
    private static final int FINAL = 0x80;
    private static final int MAX_CONTROL = 125;

    private final int maxMessage;
    private final byte[] head = new byte[14];
    private int have;
    private long payloadLeft;
    private long message;
    private boolean inPayload;
    private long incomplete;
    private int frames;
    private volatile boolean closeSeen;
    private @Nullable CloseReason violation;

    /** @param maxMessage the payload of a message, over all its frames */
    FrameGuard(int maxMessage) {
        this.maxMessage = maxMessage;
    }

    /** Whether the client has sent a whole close frame. */
    boolean hasSeenClose() {
        return closeSeen;
    }

    /** What the client has violated; null: nothing. */
    @Nullable
    CloseReason violation() {
        return violation;
    }

    /** The payload that has arrived of a message which is not whole. */
    long incomplete() {
        return incomplete;
    }

    /** The frames whose heads have arrived since the last call. */
    int takeFrames() {
        int taken = frames;
        frames = 0;
        return taken;
    }

    /** Follows the bytes. At a violation the buffer ends before the frame, and nothing is followed any longer. */
    void follow(ByteBuffer bytes) {
        int at = bytes.position();
        int frame = at;
        while (violation == null && (at < bytes.limit() || (inPayload && payloadLeft == 0))) {
            if (inPayload) {
                int skipped = (int) Math.min(payloadLeft, bytes.limit() - at);
                at += skipped;
                payloadLeft -= skipped;
                boolean isControl = (head[0] & CONTROL) != 0;
                incomplete += isControl ? 0 : skipped;
                if (payloadLeft == 0) {
                    if (!isControl && (head[0] & FINAL) != 0) {
                        incomplete = 0;
                    }
                    closeSeen |= (head[0] & 0x0f) == CLOSE;
                    inPayload = false;
                    have = 0;
                    frame = at;
                }
            } else {
                head[have++] = bytes.get(at++);
                if (have >= 2 && have == headLength()) {
                    payloadLeft = payload();
                    inPayload = true;
                    frames++;
                }
                violation = check();
            }
        }
        if (violation != null) {
            bytes.limit(frame);
        }
    }

    private @Nullable CloseReason check() {
        if (have == 2 && (head[1] & MASKED) == 0) {
            return new CloseReason(CloseCodes.PROTOCOL_ERROR, "a client's frame must be masked");
        }
        int opcode = head[0] & 0x0f;
        boolean control = (opcode & CONTROL) != 0;
        if (have == 2 && control && (head[1] & 0x7f) > MAX_CONTROL) {
            return new CloseReason(CloseCodes.PROTOCOL_ERROR, "control frame too long");
        }
        if (inPayload && !control) {
            message = opcode == CONTINUATION ? message : 0;
            if (payloadLeft < 0 || payloadLeft > maxMessage - message) {
                return new CloseReason(CloseCodes.TOO_BIG, "message too big");
            }
            message += payloadLeft;
        }
        return null;
    }

    private int headLength() {
        return 2 + lengthBytes() + ((head[1] & MASKED) == 0 ? 0 : 4);
    }

    private int lengthBytes() {
        return switch (head[1] & 0x7f) {
            case 126 -> 2;
            case 127 -> 8;
            default -> 0;
        };
    }

    private long payload() {
        int bytes = lengthBytes();
        long length = bytes == 0 ? head[1] & 0x7f : 0;
        for (int i = 0; i < bytes; i++) {
            length = length << 8 | (head[2 + i] & 0xff);
        }
        return length;
    }
}
