package io.mychat.gateway.transport.nio.tls;

import javax.net.ssl.SSLException;

/**
 * Bounds the records without content behind the handshake of one connection, such as updates of keys (RFC 8446 section
 * 4.6.3). A client needs hardly any, but each one costs the I/O thread new keys and may ask for an answer.
 */
final class EmptyRecords {

    private static final int MOST = 32;
    private static final long WINDOW_NANOS = 60_000_000_000L;

    private long windowStart;
    private int count;

    /**
     * Counts one.
     *
     * @param now of {@link System#nanoTime()}
     * @throws SSLException when there are more than 32 within a minute
     */
    void count(long now) throws SSLException {
        if (count == 0 || now - windowStart >= WINDOW_NANOS) {
            windowStart = now;
            count = 0;
        }
        if (++count > MOST) {
            throw new SSLException("there are too many records without content");
        }
    }
}
