package io.mychat.gateway.testkit.transport;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;

/** Suspends receiving after each text, and counts the texts that come in spite of it. */
final class PausedReceiver {

    private final ServerSide side;
    private final AtomicInteger pauses = new AtomicInteger();
    private final AtomicInteger early = new AtomicInteger();
    private volatile boolean paused;

    private PausedReceiver(ServerSide side) {
        this.side = side;
    }

    static PausedReceiver of(ServerSide side) {
        PausedReceiver receiver = new PausedReceiver(side);
        side.whenText((at, text) -> receiver.pause());
        return receiver;
    }

    private void pause() {
        if (paused) {
            early.incrementAndGet();
        }
        paused = true;
        side.connection().suspendReceiving();
        pauses.incrementAndGet();
    }

    void awaitPause(int number) {
        await().until(() -> pauses.get() >= number);
    }

    void resume() {
        paused = false;
        side.connection().resumeReceiving();
    }

    int textsDuringAPause() {
        return early.get();
    }
}
