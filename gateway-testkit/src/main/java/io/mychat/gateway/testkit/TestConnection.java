package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.transport.MessageType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The client's end of a connection of {@link InMemoryTransport}. Like a client library, it answers pings and close
 * frames automatically until {@link #becomeUnresponsive()}.
 *
 * <p>Thread-safe; only {@link #receive} and {@link #awaitClose} wait. The I/O thread of the transport delivers the
 * client's messages to the gateway, see {@link InMemoryTransport#settle()}. A message of the gateway has arrived when
 * its {@code send} returns, unless the client does not read.
 *
 * @since 0.1.0
 */
public final class TestConnection implements TextChannel {

    private final InMemoryConnection gateway;
    private final ReceivedMessages received = new ReceivedMessages();
    private final AtomicInteger pings = new AtomicInteger();
    private final AtomicInteger pongs = new AtomicInteger();
    private final AtomicBoolean finished = new AtomicBoolean();
    private volatile boolean responsive = true;

    TestConnection(InMemoryConnection gateway) {
        this.gateway = gateway;
    }

    @Override
    public void send(String text) {
        sendBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends texts that arrive together, by one read. */
    public void sendTogether(List<String> texts) {
        if (!finished.get()) {
            gateway.arrive(texts.stream()
                    .<Frame>map(text -> new Frame.Message(MessageType.TEXT, text.getBytes(StandardCharsets.UTF_8)))
                    .toList());
        }
    }

    /** Sends a text message with these bytes, which need not be UTF-8. */
    public void sendBytes(byte[] payload) {
        send(new Frame.Message(MessageType.TEXT, payload.clone()));
    }

    /** Sends a fragment of a message, which the next message completes. */
    public void sendFragment(byte[] payload) {
        send(new Frame.Fragment(payload.clone()));
    }

    /** Sends a binary message. The gateway reads it when a codec with binary messages was negotiated. */
    public void sendBinary(byte[] payload) {
        send(new Frame.Message(MessageType.BINARY, payload.clone()));
    }

    /** Sends an empty ping. */
    public void ping() {
        send(new Frame.Ping());
    }

    /** Sends an empty, unsolicited pong. */
    public void pong() {
        send(new Frame.Pong());
    }

    /** Sends a close frame and nothing after it; 1005 sends a close frame without a code. */
    @Override
    public void close(int code) {
        if (finished.compareAndSet(false, true)) {
            gateway.arrive(new Frame.Close(code));
        }
    }

    /**
     * Ends the TCP connection without a close frame. As with a socket, a gateway that has suspended receiving notices
     * it only after it resumes.
     */
    @Override
    public void vanish() {
        finished.set(true);
        received.closed(Frame.ABNORMAL);
        gateway.arrive(new Frame.End());
    }

    /** Stops answering pings and close frames, like a machine that has lost its network. */
    public void becomeUnresponsive() {
        responsive = false;
    }

    /** Stops reading: messages of the gateway wait on its side. */
    public void stopReading() {
        gateway.peerReads(false);
    }

    /** Continues to read; waiting messages have arrived when this returns. */
    public void startReading() {
        gateway.peerReads(true);
    }

    @Override
    public Optional<String> receive(Duration timeout) {
        return received.take(timeout);
    }

    /**
     * Waits for the next message of the gateway, as bytes.
     *
     * @return empty when none arrives in time, or when the connection is closed
     */
    public Optional<byte[]> receiveBytes(Duration timeout) {
        return received.takeBytes(timeout);
    }

    /** Takes all messages that have arrived since the last call. */
    public List<String> takeReceived() {
        return received.takeAll();
    }

    /** The number of pings from the gateway. */
    public int pingsReceived() {
        return pings.get();
    }

    /** The number of pongs from the gateway. */
    public int pongsReceived() {
        return pongs.get();
    }

    /** Whether neither a close frame of the gateway nor the end of the connection has arrived. */
    public boolean isOpen() {
        return !received.isClosed();
    }

    @Override
    public OptionalInt awaitClose(Duration timeout) {
        return received.awaitClose(timeout);
    }

    /** Receives a frame from the gateway; called with the lock of the gateway's end held. */
    void deliver(Frame frame) {
        if (received.isClosed()) {
            return;
        }
        if (frame instanceof Frame.Message message) {
            received.add(message.type(), message.payload());
        } else if (frame instanceof Frame.Ping) {
            pings.incrementAndGet();
            if (responsive) {
                pong();
            }
        } else if (frame instanceof Frame.Pong) {
            pongs.incrementAndGet();
        } else if (frame instanceof Frame.Close close) {
            received.closed(close.code());
            if (responsive) {
                close(close.code());
            }
        } else {
            received.closed(Frame.ABNORMAL);
        }
    }

    private void send(Frame frame) {
        if (!finished.get()) {
            gateway.arrive(frame);
        }
    }
}
