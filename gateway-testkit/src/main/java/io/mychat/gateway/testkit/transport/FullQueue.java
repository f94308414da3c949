package io.mychat.gateway.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.Connection.SendResult;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Fills the outbound queue of a connection whose peer does not read. */
final class FullQueue {

    /**
     * Looks in a row without room: the buffers of the system grow while they are filled, and on a busy machine a server
     * pauses between two writes.
     */
    private static final int QUIET = 8;

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

    /** Sends until the queue is full at this moment; fails when the connection has closed. */
    static void top(ServerSide side, byte[] message) {
        SendResult result = SendResult.ACCEPTED;
        while (result == SendResult.ACCEPTED) {
            result = side.connection().send(message);
        }
        assertThat(result).isEqualTo(SendResult.FULL);
    }
}
