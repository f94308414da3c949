package io.mychat.gateway.bench.sessions;

import io.mychat.gateway.bench.server.TokenLogins;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The clients of a gateway in this process, each of them another user at another address. Used by the I/O thread. */
final class Clients {

    /** Their tokens are issued before their time is measured. */
    private static final int LOGINS_AT_ONCE = 10_000;
    /** At most so many wait for the answer to their login. */
    private static final int UNANSWERED = 256;

    private static final String[] PLATFORMS = {"android", "ios", "web", "desktop"};

    private final CountingTransport transport;
    private final Arrivals arrivals;
    private final TokenLogins logins;
    private final Frame frame = new Frame();
    private final List<Pair> pairs = new ArrayList<>();
    private int count;

    Clients(CountingTransport transport, Arrivals arrivals, TokenLogins logins) {
        this.transport = transport;
        this.arrivals = arrivals;
        this.logins = logins;
    }

    /** So many pairs log in, who will talk. */
    void addPairs(int more) throws IOException {
        int first = count;
        List<ClientConnection> connections = new ArrayList<>();
        logIn(2 * more, connections);
        for (int i = 0; i < more; i++) {
            int sender = 2 * i;
            Frame.Template template = Frame.Template.to(user(first + sender + 1), user(first + sender));
            pairs.add(new Pair(connections.get(sender), connections.get(sender + 1), template, frame));
        }
    }

    /**
     * So many log in who will be silent.
     *
     * @return how long they have taken, in nanoseconds
     */
    long addSilent(int more) throws IOException {
        long nanos = 0;
        for (int left = more; left > 0; left -= LOGINS_AT_ONCE) {
            nanos += logIn(Math.min(left, LOGINS_AT_ONCE), new ArrayList<>());
        }
        return nanos;
    }

    private long logIn(int more, List<ClientConnection> connections) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        for (int client = count; client < count + more; client++) {
            messages.add(logins.login(client, user(client), PLATFORMS[client % PLATFORMS.length])
                    .getBytes(StandardCharsets.US_ASCII));
        }
        long began = System.nanoTime();
        int answered = 0;
        for (byte[] message : messages) {
            ClientConnection connection = transport.connect(count++);
            connections.add(connection);
            connection.beginRead();
            if (!connection.write(message, message.length)) {
                throw new IOException("the gateway does not read a login");
            }
            connection.endRead();
            while (connections.size() - answered > UNANSWERED) {
                awaitLogin(connections.get(answered++));
            }
        }
        for (ClientConnection connection : connections.subList(answered, more)) {
            awaitLogin(connection);
        }
        return System.nanoTime() - began;
    }

    private void awaitLogin(ClientConnection connection) throws IOException {
        for (long seen = arrivals.count(); connection.answers() == 0; seen = arrivals.count()) {
            arrivals.await(seen);
        }
        arrivals.check();
    }

    /**
     * Keeps {@code depth} messages of each pair in progress for this time.
     *
     * @return the number of completed messages
     */
    long talk(int depth, long millis, boolean acknowledge) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000;
        pairs.forEach(Pair::begin);
        long inProgress = 0;
        while (inProgress > 0 || System.nanoTime() < end) {
            long seen = arrivals.count();
            int wanted = System.nanoTime() < end ? depth : 0;
            inProgress = 0;
            for (Pair pair : pairs) {
                pair.step(wanted, acknowledge);
                inProgress += pair.inProgress(acknowledge);
            }
            if (inProgress > 0) {
                arrivals.await(seen);
            }
        }
        arrivals.check();
        return pairs.stream().mapToLong(Pair::sent).sum();
    }

    private static String user(int client) {
        return "user-" + client;
    }
}
