package io.mychat.gateway.bench.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Many clients on one thread. */
final class Crowd {

    /** How many may be connecting at a time. */
    private static final int CONNECTING = 50;

    private static final byte[] NOTHING = {};
    private static final long STALLED_NANOS = 30_000_000_000L;

    private final int port;
    private final List<byte[]> logins;
    private final Selector selector = Selector.open();
    private final @Nullable Client[] clients;
    private final byte[] buffer = new byte[1 << 18];

    /**
     * @param logins frames to log in with, one for each client; none where there is no login
     */
    Crowd(int port, int size, List<byte[]> logins) throws IOException {
        this.port = port;
        this.logins = logins;
        this.clients = new Client[size];
    }

    int size() {
        return clients.length;
    }

    /**
     * Brings back those of the first {@code count} clients that are gone.
     *
     * @return for each of them how long that took, in nanoseconds, sorted
     */
    long[] join(int count) throws IOException {
        int[] missing =
                IntStream.range(0, count).filter(i -> clients[i] == null).toArray();
        long[] took = new long[missing.length];
        Progress progress = new Progress();
        int begun = 0;
        while (progress.done < missing.length) {
            while (begun < missing.length && begun - progress.done < CONNECTING) {
                int index = missing[begun++];
                clients[index] = new Client(port, logins.isEmpty() ? new byte[0] : logins.get(index), selector);
            }
            progress.check();
            selector.select(
                    key -> {
                        Client client = (Client) key.attachment();
                        boolean before = client.isReady();
                        attend(client, NOTHING);
                        if (!before && client.isReady()) {
                            took[progress.step()] = client.nanosToReady();
                        }
                    },
                    1000);
        }
        Arrays.sort(took);
        return took;
    }

    /** Closes the first {@code count} clients without a word. */
    void leave(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Client client = clients[i];
            if (client != null) {
                client.close();
                clients[i] = null;
            }
        }
        selector.selectNow(key -> attend((Client) key.attachment(), NOTHING));
    }

    /**
     * Every client sends {@code request} and sends it again for each reply, so that {@code depth} are always outstanding.
     *
     * @param expected what every reply begins with
     * @return how many replies came
     */
    long load(int depth, long millis, String request, String expected) throws IOException {
        byte[] frame = Frames.text(request);
        ByteBuffer frames = ByteBuffer.allocateDirect(frame.length * depth);
        for (int i = 0; i < depth; i++) {
            frames.put(frame);
        }
        byte[] begin = expected.getBytes(StandardCharsets.UTF_8);
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
                        int replies = attend(client, begin);
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

    private int attend(Client client, byte[] expected) {
        try {
            return client.attend(buffer, expected);
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

    /** Counts, and notices when nothing happens any more. */
    private static final class Progress {
        private int done;
        private long lastAt = System.nanoTime();

        int step() {
            step(1);
            return done - 1;
        }

        void step(int count) {
            done += count;
            lastAt = System.nanoTime();
        }

        void check() throws IOException {
            if (System.nanoTime() - lastAt > STALLED_NANOS) {
                throw new IOException("nothing has come for 30 seconds");
            }
        }
    }
}
