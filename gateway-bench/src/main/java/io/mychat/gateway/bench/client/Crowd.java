package io.mychat.gateway.bench.client;

import io.mychat.gateway.bench.client.dialect.Dialect;
import io.mychat.gateway.bench.client.dialect.Greeting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Many clients on one thread. */
final class Crowd {

    /** The largest number of clients that connect at the same time. */
    private static final int CONNECTING = 50;

    private static final Client.Texts IGNORED = (client, bytes, from, to) -> 0;
    private static final long STALLED_NANOS = 30_000_000_000L;

    private final Ports ports;
    private final Dialect dialect;
    private final List<String> logins;
    private final @Nullable TlsSessions tls;
    private final Selector selector = Selector.open();
    private final @Nullable Client[] clients;
    private final byte[] buffer = new byte[1 << 18];

    /**
     * Of the servers.
     *
     * @param first for the first half of the clients
     * @param second for the second half
     */
    record Ports(int first, int second) {}

    /** How clients connect, all those that are gone. */
    enum Arrival {
        /** A few at a time, and each delay begins when its client does. */
        IN_TURNS,
        /** All at once, and each delay begins when the first client does. */
        STORM,
        /** The same, and they go on where they were: they resume their sessions. */
        STORM_AGAIN
    }

    /**
     * @param logins the lines of the server's file, one for each client; empty without one
     * @param tls null: without TLS
     */
    Crowd(Ports ports, int size, Dialect dialect, List<String> logins, @Nullable TlsSessions tls) throws IOException {
        this.ports = ports;
        this.dialect = dialect;
        this.logins = logins;
        this.tls = tls;
        this.clients = new Client[size];
    }

    int size() {
        return clients.length;
    }

    Dialect dialect() {
        return dialect;
    }

    /**
     * Reconnects those of the first {@code count} clients that are not connected.
     *
     * @return how long each took until the end of its login, in nanoseconds
     */
    long[] join(int count, Arrival arrival) throws IOException {
        int[] missing =
                IntStream.range(0, count).filter(i -> clients[i] == null).toArray();
        long[] took = new long[missing.length];
        Progress progress = new Progress();
        int atOnce = arrival == Arrival.IN_TURNS ? CONNECTING : missing.length;
        long beganAt = System.nanoTime();
        int begun = 0;
        while (progress.done < missing.length) {
            while (begun < missing.length && begun - progress.done < atOnce) {
                connect(missing[begun++], arrival);
            }
            progress.check();
            selector.select(
                    key -> {
                        Client client = (Client) key.attachment();
                        boolean before = client.isReady();
                        attend(client, IGNORED);
                        if (!before && client.isReady()) {
                            took[progress.step()] =
                                    arrival == Arrival.IN_TURNS ? client.nanosToReady() : client.readyAt() - beganAt;
                        }
                    },
                    1000);
        }
        return took;
    }

    private void connect(int index, Arrival arrival) throws IOException {
        String line = logins.isEmpty() ? "" : logins.get(index);
        Greeting greeting =
                arrival == Arrival.STORM_AGAIN ? dialect.returning(index, line) : dialect.greeting(index, line);
        int port = index < clients.length / 2 ? ports.first() : ports.second();
        clients[index] = new Client(
                new Client.Destination(port, dialect, channel -> wire(channel, index, port)), greeting, selector);
    }

    private Wire wire(SocketChannel channel, int client, int to) {
        return tls == null ? Wire.plain(channel) : tls.secure(channel, client, to);
    }

    /** Closes the sockets of the first {@code count} clients without a close frame. */
    void leave(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Client client = clients[i];
            if (client != null) {
                client.close();
                clients[i] = null;
            }
        }
        selector.selectNow(key -> attend((Client) key.attachment(), IGNORED));
    }

    /**
     * Every client sends {@code request} and sends it again for each reply, so that {@code depth} are always
     * outstanding.
     *
     * @param expected the start of every reply
     * @return the number of replies
     */
    long load(int depth, long millis, String request, String expected) throws IOException {
        byte[] frame = Frames.text(request);
        ByteBuffer frames = ByteBuffer.allocateDirect(frame.length * depth);
        for (int i = 0; i < depth; i++) {
            frames.put(frame);
        }
        byte[] begin = expected.getBytes(StandardCharsets.UTF_8);
        Client.Texts reply = (client, bytes, from, to) -> expect(begin, bytes, from, to);
        long end = System.nanoTime() + millis * 1_000_000;
        for (Client client : clients) {
            if (client != null) {
                client.send(frames.clear());
            }
        }
        Progress progress = new Progress();
        long outstanding = (long) depth * clients.length;
        while (outstanding > 0) {
            boolean more = System.nanoTime() < end;
            int before = progress.done;
            selector.select(
                    key -> {
                        Client client = (Client) key.attachment();
                        int replies = attend(client, reply);
                        if (replies > 0) {
                            progress.step(replies);
                            if (more) {
                                send(client, frames.clear().limit(replies * frame.length));
                            }
                        }
                    },
                    1000);
            outstanding -= more ? 0 : progress.done - before;
            progress.check();
        }
        return progress.done;
    }

    /** All clients by number; all of them have to be connected. */
    List<Client> all() throws IOException {
        List<Client> all = new ArrayList<>();
        for (Client client : clients) {
            if (client == null) {
                throw new IOException("a client is missing");
            }
            all.add(client);
        }
        return all;
    }

    /** Waits for so long at most and handles received frames. Returns the sum of the counts of {@code texts}. */
    int attendAll(Client.Texts texts, long millis) throws IOException {
        Progress progress = new Progress();
        selector.select(key -> progress.step(attend((Client) key.attachment(), texts)), millis);
        return progress.done;
    }

    /** Fails for a text with another beginning; 1. */
    static int expect(byte[] begin, byte[] bytes, int from, int to) throws IOException {
        if (to - from < begin.length || !Arrays.equals(bytes, from, from + begin.length, begin, 0, begin.length)) {
            throw new IOException("unexpected: " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }
        return 1;
    }

    private int attend(Client client, Client.Texts texts) {
        try {
            return client.attend(buffer, texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(Client client, ByteBuffer bytes) {
        try {
            client.send(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts events, and fails when there are none for a long time. */
    static final class Progress {
        int done;
        private long lastAt = System.nanoTime();

        int step() {
            step(1);
            return done - 1;
        }

        void step(int count) {
            done += count;
            if (count > 0) {
                lastAt = System.nanoTime();
            }
        }

        void check() throws IOException {
            if (System.nanoTime() - lastAt > STALLED_NANOS) {
                throw new IOException("nothing has come for 30 seconds");
            }
        }
    }
}
