package io.mychat.gateway.bench.driver;

import java.io.IOException;
import java.util.List;

/**
 * Load before the first measurement until the JIT compilers are idle; on a busy machine they may cost more than the
 * work.
 */
public final class WarmUp {

    private static final int QUIET_BURSTS = 3;

    /** Of the time that a burst takes, a compiler that rests works for less than this part. */
    private static final int QUIET_PART = 40;

    private WarmUp() {}

    /** Some load. */
    public interface Burst {
        void run() throws IOException;
    }

    /** Repeats a burst until the servers' compilers rest, at most for this time. */
    public static void run(List<Server> servers, long atMostMillis, Burst burst) throws IOException {
        long end = System.nanoTime() + atMostMillis * 1_000_000;
        int quiet = 0;
        while (quiet < QUIET_BURSTS && System.nanoTime() < end) {
            long began = System.nanoTime();
            long before = compilerMillis(servers);
            burst.run();
            long busy = compilerMillis(servers) - before;
            long millis = (System.nanoTime() - began) / 1_000_000;
            quiet = busy <= millis / QUIET_PART ? quiet + 1 : 0;
        }
    }

    private static long compilerMillis(List<Server> servers) throws IOException {
        long millis = 0;
        for (Server server : servers) {
            millis += server.compilerMillis();
        }
        return millis;
    }
}
