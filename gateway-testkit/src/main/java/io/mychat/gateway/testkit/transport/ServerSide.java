package io.mychat.gateway.testkit.transport;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.testkit.CountingAccount;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;

/**
 * The gateway's side of one connection: echoes messages by default, and records all events. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ServerSide implements ConnectionReceiver {

    private final Connection connection;
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final List<Integer> closes = new CopyOnWriteArrayList<>();
    private final CountingAccount account = new CountingAccount();
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicInteger pings = new AtomicInteger();
    private final AtomicInteger pongs = new AtomicInteger();
    private final AtomicInteger drained = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();
    private volatile boolean framesAllowed = true;
    private volatile LongFunction<Admission> admission = bytes -> Admission.READ;
    private volatile BiConsumer<ServerSide, byte[]> reaction = (side, text) -> side.connection.send(text);

    ServerSide(Connection connection) {
        this.connection = connection;
    }

    /** Replaces the echo by another reaction to texts. */
    public void whenText(BiConsumer<ServerSide, byte[]> newReaction) {
        reaction = newReaction;
    }

    public Connection connection() {
        return connection;
    }

    /** All received texts in order; grows. */
    public List<String> texts() {
        return texts;
    }

    /** The codes of {@code onClosed}; exactly one after the end; grows. */
    public List<Integer> closes() {
        return closes;
    }

    /** The account of the bytes that the transport buffers for this connection. */
    public CountingAccount account() {
        return account;
    }

    /** Sets the decision whether messages are read. */
    public void whenMessageBegins(LongFunction<Admission> newAdmission) {
        admission = newAdmission;
    }

    /** Sets whether control frames and fragments are within the rate. */
    public void allowFrames(boolean allowed) {
        framesAllowed = allowed;
    }

    /** The number of control frames and fragments. */
    public int frames() {
        return frames.get();
    }

    int pings() {
        return pings.get();
    }

    int pongs() {
        return pongs.get();
    }

    int drained() {
        return drained.get();
    }

    /** The number of calls during another call; 0 if the transport keeps the contract. */
    int overlaps() {
        return overlaps.get();
    }

    private void alone(Runnable event) {
        if (inside.getAndIncrement() > 0) {
            overlaps.incrementAndGet();
        }
        try {
            event.run();
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public BufferAccount buffers() {
        return account;
    }

    @Override
    public Admission onMessageBegins(long bytes) {
        return admission.apply(bytes);
    }

    @Override
    public boolean onFrame() {
        alone(frames::incrementAndGet);
        return framesAllowed;
    }

    @Override
    public void onMessage(byte[] buffer, int offset, int length) {
        byte[] text = Arrays.copyOfRange(buffer, offset, offset + length);
        alone(() -> {
            texts.add(new String(text, StandardCharsets.UTF_8));
            reaction.accept(this, text);
        });
    }

    @Override
    public void onPing() {
        alone(pings::incrementAndGet);
    }

    @Override
    public void onPong() {
        alone(pongs::incrementAndGet);
    }

    @Override
    public void onDrained() {
        alone(drained::incrementAndGet);
    }

    @Override
    public void onClosed(int code) {
        alone(() -> closes.add(code));
    }
}
