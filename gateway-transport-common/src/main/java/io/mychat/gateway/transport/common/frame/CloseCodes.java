package io.mychat.gateway.transport.common.frame;

/** Close codes that the gateway itself never sends as a reason (RFC 6455 section 7.4). */
public final class CloseCodes {

    /** A close frame without a code; never sent. */
    public static final int NO_STATUS = 1005;

    /** The TCP connection ended without a close frame; never sent. */
    public static final int ABNORMAL = 1006;

    private CloseCodes() {}

    /** Whether a peer may send this code: 1000-1003, 1007-1014 and 3000-4999. */
    static boolean mayBeSent(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
