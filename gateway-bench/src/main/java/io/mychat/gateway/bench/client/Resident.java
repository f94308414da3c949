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
        long id = traffic.said();
        byte[] frame = Frames.text("{\"cmd_id\":2001,\"request_id\":\"" + id + "\",\"data\":{\"to_user\":\"user-"
                + to.number + "\",\"content\":\"" + FILL + String.format("%020d", due) + "\",\"client_msg_id\":\""
                + traffic.name() + "-" + id + "\"}}");
        client.send(ByteBuffer.wrap(frame));
        traffic.sent(frame.length);
    }
}
