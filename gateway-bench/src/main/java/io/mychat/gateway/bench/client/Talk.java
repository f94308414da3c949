package io.mychat.gateway.bench.client;

import io.mychat.gateway.bench.client.dialect.Dialect;
import io.mychat.gateway.bench.client.dialect.Dialect.Meaning;
import io.mychat.gateway.bench.client.dialect.Dialect.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Each client of the first half sends messages to its partner in the second half and keeps a number of them in progress:
 * a message is done when it has been answered, delivered and, on request, acknowledged. Not thread-safe.
 */
final class Talk {

    private static final String CONTENT = "0123456789".repeat(10);

    private final Crowd crowd;
    private final Dialect dialect;
    private final List<Client> clients;
    private final Map<Client, Integer> numbers = new HashMap<>();
    private final boolean acknowledge;
    private final String name = Long.toString(System.nanoTime());
    /** What each pair has sent, and of that: what was answered, and what was delivered or its acknowledgement answered. */
    private final int[] sent;

    private final int[] answered;
    private final int[] heard;
    private Listener listener = pair -> {};

    /** Is told of each message that has been delivered, and acknowledged where it has to be. */
    interface Listener {
        void heard(int pair);
    }

    Talk(Crowd crowd, boolean acknowledge) throws IOException {
        this.crowd = crowd;
        this.dialect = crowd.dialect();
        this.clients = crowd.all();
        this.acknowledge = acknowledge;
        this.sent = new int[clients.size() / 2];
        this.answered = new int[sent.length];
        this.heard = new int[sent.length];
        for (Client client : clients) {
            numbers.put(client, numbers.size());
        }
    }

    int pairs() {
        return sent.length;
    }

    void listener(Listener newListener) {
        listener = newListener;
    }

    /** Keeps {@code depth} messages of each pair in progress for this time. Returns the number of completed messages. */
    int run(int depth, long millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000;
        Crowd.Progress progress = new Crowd.Progress();
        int done = 0;
        int running = pairs();
        for (int pair = 0; pair < pairs(); pair++) {
            say(pair, depth);
        }
        flush();
        while (running > 0) {
            progress.step(attend(1000));
            progress.check();
            boolean more = System.nanoTime() < end;
            running = 0;
            done = 0;
            for (int pair = 0; pair < pairs(); pair++) {
                int free = depth - inProgress(pair);
                if (more && free > 0) {
                    say(pair, free);
                }
                running += inProgress(pair) > 0 ? 1 : 0;
                done += sent[pair];
            }
            flush();
        }
        return done;
    }

    int inProgress(int pair) {
        return sent[pair] - Math.min(answered[pair], heard[pair]);
    }

    /** Waits for frames and handles them. Returns their number. */
    int attend(long millis) throws IOException {
        return crowd.attendAll(this::hear, millis);
    }

    void flush() throws IOException {
        for (Client client : clients) {
            client.flush();
        }
    }

    void say(int pair, int count) {
        for (int i = 0; i < count; i++) {
            int number = ++sent[pair];
            Said said = new Said(number, name + "-" + pair + "-" + number, CONTENT);
            clients.get(pair).later(Frames.text(dialect.say(pair + pairs(), said)));
        }
    }

    private int hear(Client client, byte[] bytes, int from, int to) throws IOException {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        Optional<String> alive = dialect.alive(text);
        if (alive.isPresent()) {
            client.later(Frames.text(alive.get()));
            return 1;
        }
        int number = numbers.getOrDefault(client, -1);
        Meaning meaning = dialect.meaning(text);
        if (number < pairs()) {
            answered[number] += meaning == Meaning.ANSWER ? 1 : 0;
        } else if (meaning == Meaning.DELIVERY && acknowledge) {
            client.later(Frames.text(dialect.acknowledge(text)));
        } else if (meaning != Meaning.OTHER) {
            heard[number - pairs()]++;
            listener.heard(number - pairs());
        }
        return 1;
    }
}
