package io.mychat.gateway.bench.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A client that stays: it beats and writes when it is told to, and acknowledges what it gets. Not thread-safe.
 *
 * @param number its user's
 */
record Resident(int number, Client client, Traffic traffic) {

    private static final String FILL = "0123456789".repeat(8);

    Resident {
        traffic.add(client);
    }

    void beat(byte[] frame) throws IOException {
        client.send(ByteBuffer.wrap(frame));
        traffic.sent(frame.length);
        traffic.beaten();
    }

    /** A message of 100 characters, the last ones of which say when it was due. */
    void say(Resident to, long due) throws IOException {
        byte[] frame = traffic.said(to.number, FILL + String.format("%020d", due));
        client.send(ByteBuffer.wrap(frame));
        traffic.sent(frame.length);
    }
}
