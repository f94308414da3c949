package io.mychat.gateway.bench.client;

import io.mychat.gateway.bench.client.dialect.Dialect;
import io.mychat.gateway.bench.client.dialect.Dialect.Said;
import io.mychat.gateway.bench.client.dialect.Dialects;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/** What was sent and what has come, and the delays of messages. Answers to messages; not thread-safe. */
final class Traffic {

    private static final String BEAT = "{\"cmd_id\":3001,";
    private static final String SENT = "{\"cmd_id\":2001,";
    private static final String DELIVERED = "{\"cmd_id\":2003,";
    private static final String ACKNOWLEDGED = "{\"cmd_id\":2004,";
    private static final String GOOD = "\"code\":200,";
    private static final String DUE = "0123456789".repeat(8);
    private static final int DUE_DIGITS = 20;

    private final Dialect dialect = Dialects.GATEWAY.dialect();
    private final String name = Long.toString(System.nanoTime());
    private final Map<Client, Client.Texts> receivers = new HashMap<>();
    private final Histogram delays = new Histogram(3);
    private long beats;
    private long messages;
    private long visits;
    private long bytes;
    private long expected;
    private int ids;

    /**
     * @param bytes of frames of heartbeats, messages and their answers, both ways
     * @param medianMicros of messages from when they were due until their delivery
     */
    record Counts(long beats, long messages, long visits, long bytes, long medianMicros, long p99Micros) {}

    void begin() {
        beats = 0;
        messages = 0;
        visits = 0;
        bytes = 0;
        delays.reset();
    }

    void add(Client client) {
        receivers.put(client, this::receive);
    }

    Client.Texts texts(Client client) {
        return Objects.requireNonNullElse(receivers.get(client), (visitor, frame, from, to) -> 0);
    }

    void sent(int length) {
        bytes += length;
    }

    void beaten() {
        beats++;
        expected++;
    }

    /** One more message to the client with this number, which is to be answered, delivered, and its acknowledgement answered. */
    byte[] said(int toClient, String content) {
        messages++;
        expected += 3;
        int id = ++ids;
        return Frames.text(dialect.say(toClient, new Said(id, name + "-" + id, content)));
    }

    void visited() {
        visits++;
    }

    boolean isWaiting() {
        return expected > 0;
    }

    Counts counts() {
        return new Counts(
                beats,
                messages,
                visits,
                bytes,
                delays.getValueAtPercentile(50) / 1000,
                delays.getValueAtPercentile(99) / 1000);
    }

    private int receive(Client client, byte[] frame, int from, int to) throws IOException {
        String text = new String(frame, from, to - from, StandardCharsets.ISO_8859_1);
        bytes += to - from;
        if (text.startsWith(DELIVERED)) {
            int at = text.indexOf(DUE) + DUE.length();
            long due = Long.parseLong(text.substring(at, at + DUE_DIGITS));
            delays.recordValue(Math.max(0, System.nanoTime() - due));
            acknowledge(client, text);
        } else if (!(text.startsWith(BEAT) || text.startsWith(SENT) || text.startsWith(ACKNOWLEDGED))
                || !text.contains(GOOD)) {
            throw new IOException("unexpected: " + text);
        }
        expected--;
        return 1;
    }

    private void acknowledge(Client client, String text) throws IOException {
        byte[] frame = Frames.text(dialect.acknowledge(text));
        client.send(ByteBuffer.wrap(frame));
        bytes += frame.length;
    }
}
