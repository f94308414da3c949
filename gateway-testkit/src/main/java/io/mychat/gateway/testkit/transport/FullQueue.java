package io.mychat.gateway.testkit.transport;

import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.Connection.SendResult;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Fills the outbound queue of a connection whose peer does not read. */
final class FullQueue {

    /** Looks in a row without room: the buffers of the system grow while they are filled. */
    private static final int QUIET = 4;

    private static final Duration LOOK = Duration.ofMillis(15);

    private FullQueue() {}

    /**
     * Sends until the queue stays full.
     *
     * @return the number of accepted messages
     */
    static int fill(ServerSide side, byte[] message) {
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger quiet = new AtomicInteger();
        await().pollInterval(LOOK).until(() -> {
            int before = accepted.get();
            while (side.connection().send(message) == SendResult.ACCEPTED) {
                accepted.incrementAndGet();
            }
            return quiet.updateAndGet(looks -> accepted.get() == before ? looks + 1 : 0) == QUIET;
        });
        return accepted.get();
    }
}
