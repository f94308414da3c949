package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.transport.undertow.frame.CloseCodes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A close handshake under way (RFC 6455 section 7). Belongs to the I/O thread. */
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

    /** The peer has sent its close frame, or can send nothing sensible any more. */
    void peerIsDone() {
        peerDone = true;
    }

    /** Everything up to the close frame has been written. */
    void frameWritten() {
        written = true;
    }

    boolean isFrameWritten() {
        return written;
    }

    /** Nothing is left to wait for. */
    boolean isComplete() {
        return written && peerDone;
    }

    /**
     * Whether frames of the peer make no sense any more, so that its bytes are read only to let it see the close frame
     * and to learn that it has gone.
     */
    boolean isViolation() {
        return violation;
    }

    /** What the receiver is told. */
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

    /** The echo of a peer's close frame. */
    static byte[] payload(int code) {
        return code == CloseCodes.NO_STATUS ? new byte[0] : new byte[] {(byte) (code >>> 8), (byte) code};
    }
}
