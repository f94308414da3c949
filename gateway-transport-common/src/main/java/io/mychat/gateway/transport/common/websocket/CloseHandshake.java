package io.mychat.gateway.transport.common.websocket;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.transport.common.frame.CloseCodes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The state of a close handshake (RFC 6455 section 7). Used on the I/O thread only. */
final class CloseHandshake {

    private final int code;
    private final boolean byPeer;
    private final boolean violation;
    private final TimeSource.Timer timer;
    private boolean peerDone;
    private boolean written;

    private CloseHandshake(int code, boolean byPeer, boolean violation, TimeSource.Timer timer) {
        this.code = code;
        this.byPeer = byPeer;
        this.violation = violation;
        this.timer = timer;
        this.peerDone = byPeer;
    }

    static CloseHandshake byGateway(CloseReason reason, TimeSource.Timer timer) {
        return new CloseHandshake(reason.code(), false, false, timer);
    }

    static CloseHandshake byPeer(int code, TimeSource.Timer timer) {
        return new CloseHandshake(code, true, false, timer);
    }

    static CloseHandshake forViolation(CloseReason reason, TimeSource.Timer timer) {
        return new CloseHandshake(reason.code(), false, true, timer);
    }

    /** The peer has sent its close frame, or its further frames are ignored. */
    void peerIsDone() {
        peerDone = true;
    }

    /** All frames up to the close frame have been written. */
    void frameWritten() {
        written = true;
    }

    boolean isFrameWritten() {
        return written;
    }

    /** Whether both sides are done. */
    boolean isComplete() {
        return written && peerDone;
    }

    /**
     * Whether the peer has violated the protocol. Its bytes are then read only so that it can receive the close frame
     * and its departure is noticed.
     */
    boolean isViolation() {
        return violation;
    }

    /** The code for the receiver. */
    int reportedCode() {
        return byPeer || written ? code : CloseCodes.ABNORMAL;
    }

    void cancelTimer() {
        timer.cancel();
    }

    static byte[] payload(CloseReason reason) {
        byte[] text = reason.text().getBytes(StandardCharsets.US_ASCII);
        byte[] payload = Arrays.copyOf(payload(reason.code()), 2 + text.length);
        System.arraycopy(text, 0, payload, 2, text.length);
        return payload;
    }

    /** The payload that answers a peer's close frame. */
    static byte[] payload(int code) {
        return code == CloseCodes.NO_STATUS ? new byte[0] : new byte[] {(byte) (code >>> 8), (byte) code};
    }
}
