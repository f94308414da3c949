package io.mychat.gateway.bench.client;

import io.mychat.gateway.bench.client.dialect.Dialect;
import io.mychat.gateway.bench.client.dialect.Dialect.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The first client sends messages to the user who has all the other clients, and keeps a number of them in progress: a
 * message is done when it has been answered and all of them have it. Not thread-safe.
 */
final class FanOut {

    private static final byte[] DELIVERED = "{\"cmd_id\":2003,".getBytes(StandardCharsets.US_ASCII);
    private static final String CONTENT = "0123456789".repeat(10);

    private final Crowd crowd;
    private final Dialect dialect;
    private final Client sender;
    private final int receivers;
    private final String name = Long.toString(System.nanoTime());
    private int sent;
    private int answered;
    private long delivered;

    FanOut(Crowd crowd) throws IOException {
        List<Client> all = crowd.all();
        this.crowd = crowd;
        this.dialect = crowd.dialect();
        this.sender = all.get(0);
        this.receivers = all.size() - 1;
    }

    /** Returns the number of deliveries. */
    long run(int depth, long millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000;
        Crowd.Progress progress = new Crowd.Progress();
        say(depth);
        while (inProgress() > 0) {
            progress.step(crowd.attendAll(this::hear, 1000));
            progress.check();
            if (System.nanoTime() < end) {
                say(depth - inProgress());
            }
        }
        return delivered;
    }

    private int inProgress() {
        return sent - (int) Math.min(answered, delivered / receivers);
    }

    private void say(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Said said = new Said(++sent, name + "-" + sent, CONTENT);
            sender.later(Frames.text(dialect.say(1, said)));
        }
        sender.flush();
    }

    private int hear(Client client, byte[] bytes, int from, int to) throws IOException {
        if (client == sender) {
            Dialect.Meaning meaning = dialect.meaning(new String(bytes, from, to - from, StandardCharsets.UTF_8));
            answered += meaning == Dialect.Meaning.ANSWER ? 1 : 0;
            return 1;
        }
        delivered += Crowd.expect(DELIVERED, bytes, from, to);
        return 1;
    }
}
