package io.mychat.gateway.bench.driver;

import java.io.IOException;

/** The clients of a gateway that has them in its own process, see {@link Contender#withLocalClients()}. Not thread-safe. */
public final class LocalClients {

    /** So many log in before the server has to answer. */
    private static final int LOGINS_AT_ONCE = 50_000;

    private final LineProcess process;

    /** Pairs of clients log in. */
    public LocalClients(Server server, int pairs) throws IOException {
        process = server.process();
        String done = process.ask("pairs " + pairs);
        if (!done.equals("DONE")) {
            throw new IOException(server.contender().name() + " has no clients: " + done);
        }
    }

    /**
     * So many others log in, and say nothing.
     *
     * @return how long they have taken, in nanoseconds
     */
    public long addSilent(int more) throws IOException {
        long nanos = 0;
        for (int left = more; left > 0; left -= LOGINS_AT_ONCE) {
            nanos += Long.parseLong(process.ask("silent " + Math.min(left, LOGINS_AT_ONCE)));
        }
        return nanos;
    }

    /** As {@link Load#talk(int, long, boolean)}. */
    public long talk(int depth, long millis, boolean acknowledge) throws IOException {
        return Long.parseLong(process.ask("talk " + depth + " " + millis + " " + acknowledge));
    }

    /** The longest pause of the server's collector since the last call, in milliseconds. */
    public long takeLongestPause() throws IOException {
        return Long.parseLong(process.ask("pause"));
    }
}
