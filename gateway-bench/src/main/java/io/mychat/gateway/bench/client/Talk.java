package io.mychat.gateway.bench.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Each client of the first half sends messages to its partner in the second half, one at a time: the next message is
 * sent when the previous one has been answered, delivered and, on request, acknowledged. Not thread-safe.
 */
final class Talk {

    private static final Pattern INBOX_SEQ = Pattern.compile("\\\\\"inbox_seq\\\\\":(\\d+)");
    private static final String CONTENT = "0123456789".repeat(10);

    private final Crowd crowd;
    private final List<Client> clients;
    private final Map<Client, Integer> numbers = new HashMap<>();
    private final long end;
    private final boolean acknowledge;
    /** The number of events that each pair still waits for. */
    private final int[] missing;

    private int talking;
    private int sent;

    Talk(Crowd crowd, long millis, boolean acknowledge) throws IOException {
        this.crowd = crowd;
        this.clients = crowd.all();
        this.acknowledge = acknowledge;
        this.missing = new int[clients.size() / 2];
        for (Client client : clients) {
            numbers.put(client, numbers.size());
        }
        this.end = System.nanoTime() + millis * 1_000_000;
    }

    /** Returns the number of completed messages. */
    int run() throws IOException {
        Crowd.Progress progress = new Crowd.Progress();
        for (int pair = 0; pair < missing.length; pair++) {
            talking++;
            say(pair);
        }
        while (talking > 0) {
            int heard = crowd.attendAll(this::hear);
            if (heard > 0) {
                progress.step(heard);
            }
            progress.check();
        }
        return sent;
    }

    private void say(int pair) throws IOException {
        missing[pair] = 2;
        sent++;
        send(
                clients.get(pair),
                "{\"cmd_id\":2001,\"request_id\":\"" + sent + "\",\"data\":{\"to_user\":\"user-"
                        + (pair + missing.length) + "\",\"content\":\"" + CONTENT + "\",\"client_msg_id\":\"" + end
                        + "-" + sent + "\"}}");
    }

    private int hear(Client client, byte[] bytes, int from, int to) throws IOException {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        int number = numbers.getOrDefault(client, -1);
        boolean fromServer = text.startsWith("{\"cmd_id\":2003,");
        if (!fromServer && !text.contains("\"code\":200,")) {
            throw new IOException("unexpected: " + text);
        }
        if (fromServer && acknowledge) {
            Matcher seq = INBOX_SEQ.matcher(text);
            if (!seq.find()) {
                throw new IOException("no inbox_seq: " + text);
            }
            send(client, "{\"cmd_id\":2004,\"data\":{\"inbox_seq\":" + seq.group(1) + "}}");
            return 1;
        }
        int pair = number % missing.length;
        if (--missing[pair] == 0) {
            if (System.nanoTime() < end) {
                say(pair);
            } else {
                talking--;
            }
        }
        return 1;
    }

    private static void send(Client client, String text) throws IOException {
        client.send(ByteBuffer.wrap(Frames.text(text)));
    }
}
