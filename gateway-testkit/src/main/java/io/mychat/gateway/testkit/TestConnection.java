package io.mychat.gateway.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The client's end of a connection of {@link InMemoryTransport}. It behaves as a good client library does: pings and
 * close frames are answered by themselves, until {@link #becomeUnresponsive()}.
 *
 * <p>Safe for use by many threads; only {@link #receive} and {@link #awaitClose} wait. What the client sends is handed to
 * the gateway by the transport's I/O thread, see {@link InMemoryTransport#settle()}. What the gateway sends is here when
 * its {@code send} has returned, unless the client does not read.
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

    /** Sends a text message of these bytes, whether they are UTF-8 or not. */
    public void sendBytes(byte[] payload) {
        send(new Frame.Text(payload.clone()));
    }

    /** Sends a fragment of a text message, which the next {@link #send} or {@link #sendBytes} completes. */
    public void sendFragment(byte[] payload) {
        send(new Frame.Fragment(payload.clone()));
    }

    /** Sends a binary message, which the protocol forbids. */
    public void sendBinary() {
        send(new Frame.Binary());
    }

    /** Sends an empty ping. */
    public void ping() {
        send(new Frame.Ping());
    }

    /** Sends an empty pong that answers nothing. */
    public void pong() {
        send(new Frame.Pong());
    }

    /** Sends a close frame, after which the client sends nothing more; 1005: one without a status code. */
    @Override
    public void close(int code) {
        if (finished.compareAndSet(false, true)) {
            gateway.arrive(new Frame.Close(code));
        }
    }

    /**
     * Ends the TCP connection without a close frame. As with a socket, a gateway that has suspended receiving does not
     * see it before it reads on.
     */
    public void vanish() {
        finished.set(true);
        received.closed(Frame.ABNORMAL);
        gateway.arrive(new Frame.End());
    }

    /** Answers neither pings nor close frames from now on, as a machine that has lost its network. */
    public void becomeUnresponsive() {
        responsive = false;
    }

    /** Reads nothing from now on: what the gateway sends waits on its side. */
    public void stopReading() {
        gateway.peerReads(false);
    }

    /** Reads on: what has waited is here when this returns. */
    public void startReading() {
        gateway.peerReads(true);
    }

    @Override
    public Optional<String> receive(Duration timeout) {
        return received.take(timeout);
    }

    /** Takes all messages that have come and were not taken before. */
    public List<String> takeReceived() {
        return received.takeAll();
    }

    /** How many pings the gateway has sent. */
    public int pingsReceived() {
        return pings.get();
    }

    /** How many pongs the gateway has sent. */
    public int pongsReceived() {
        return pongs.get();
    }

    /** Whether neither the gateway's close frame nor the end of the connection has been seen. */
    public boolean isOpen() {
        return !received.isClosed();
    }

    @Override
    public OptionalInt awaitClose(Duration timeout) {
        return received.awaitClose(timeout);
    }

    /** Takes a frame from the gateway; called with the gateway end's lock held. */
    void deliver(Frame frame) {
        if (received.isClosed()) {
            return;
        }
        if (frame instanceof Frame.Text text) {
            received.add(new String(text.payload(), StandardCharsets.UTF_8));
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
