package io.mychat.gateway.bench.sessions;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A connection whose client counts what it gets: answers, deliveries (2003) and the newest {@code inbox_seq}. The monitor
 * guards the counters. What the client does belongs to the I/O thread.
 */
final class ClientConnection implements Connection {

    private static final byte[] DELIVERY = ascii("{\"cmd_id\":2003,");
    private static final byte[] GOOD = ascii("\"code\":200,");
    private static final byte[] INBOX_SEQ = ascii("inbox_seq\\\":");

    private final int address;
    private final int port;
    private final Arrivals arrivals;
    private ConnectionReceiver receiver = NotYet.INSTANCE;
    private volatile boolean suspended;

    // Written under the monitor.
    private volatile int answers;
    private volatile int deliveries;
    private volatile long newest;

    /** Nothing arrives before the gateway has taken over the connection. */
    private enum NotYet implements ConnectionReceiver {
        INSTANCE;

        @Override
        public void onMessage(byte[] buffer, int offset, int length) {
            throw new IllegalStateException("the connection is not open yet");
        }

        @Override
        public void onPing() {}

        @Override
        public void onPong() {}

        @Override
        public void onDrained() {}

        @Override
        public void onClosed(int code) {}
    }

    ClientConnection(int address, int port, Arrivals arrivals) {
        this.address = address;
        this.port = port;
        this.arrivals = arrivals;
    }

    void receiver(ConnectionReceiver newReceiver) {
        receiver = newReceiver;
    }

    // ---- the client's side: the I/O thread

    /** What is written until {@link #endRead} arrives together. */
    void beginRead() {
        receiver.onReadBegins();
    }

    void endRead() {
        receiver.onReadEnds();
    }

    /**
     * A message of the client.
     *
     * @return false when the gateway does not read now
     */
    boolean write(byte[] buffer, int length) throws IOException {
        if (suspended) {
            return false;
        }
        switch (receiver.onMessageBegins(length)) {
            case READ -> {
                receiver.onMessage(buffer, 0, length);
                return true;
            }
            case LEAVE -> {
                return false;
            }
            default -> throw new IOException("the gateway finds the message too large");
        }
    }

    int answers() {
        return answers;
    }

    int deliveries() {
        return deliveries;
    }

    /** The largest {@code inbox_seq} so far. */
    long newest() {
        return newest;
    }

    // ---- the gateway's side: any thread

    /** Made anew for each call, so that what a session holds of it counts as the gateway's. */
    @Override
    public InetSocketAddress peer() {
        try {
            byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(address).array();
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e); // four bytes are an address
        }
    }

    @Override
    public SendResult send(byte[] payload) {
        return send(payload, 0, payload.length);
    }

    @Override
    public SendResult send(byte[] buffer, int offset, int length) {
        count(buffer, offset, offset + length);
        arrivals.arrived();
        return SendResult.ACCEPTED;
    }

    private synchronized void count(byte[] buffer, int from, int to) {
        if (startsWith(DELIVERY, buffer, from, to)) {
            deliveries++;
            newest = Math.max(newest, numberBehind(INBOX_SEQ, buffer, from, to));
        } else if (indexOf(GOOD, buffer, from, to) < 0) {
            arrivals.failed("unexpected: " + new String(buffer, from, to - from, StandardCharsets.UTF_8));
        } else {
            answers++;
        }
    }

    @Override
    public void ping() {
        arrivals.failed("a client was pinged, although pings are off");
    }

    @Override
    public void close(CloseReason reason) {
        arrivals.failed("the gateway has closed a connection: " + reason);
    }

    @Override
    public void suspendReceiving() {
        suspended = true;
    }

    @Override
    public void resumeReceiving() {
        suspended = false;
        arrivals.arrived(); // a client may have waited for it
    }

    @Override
    public long outboundBytes() {
        return 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean startsWith(byte[] what, byte[] buffer, int from, int to) {
        return to - from >= what.length && Arrays.equals(what, 0, what.length, buffer, from, from + what.length);
    }

    private static int indexOf(byte[] what, byte[] buffer, int from, int to) {
        for (int at = from; at <= to - what.length; at++) {
            if (buffer[at] == what[0] && startsWith(what, buffer, at, to)) {
                return at;
            }
        }
        return -1;
    }

    /** 0 when there is none. */
    private static long numberBehind(byte[] what, byte[] buffer, int from, int to) {
        int at = indexOf(what, buffer, from, to);
        long number = 0;
        for (int i = at + what.length; at >= 0 && i < to && Character.isDigit(buffer[i]); i++) {
            number = number * 10 + buffer[i] - '0';
        }
        return number;
    }
}
