package io.mychat.gateway.attack.flood;

import io.mychat.gateway.attack.PackagedProgram;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An honest client that goes round and round on a thread of its own and measures each round trip. Its lock guards the numbers. */
final class Rounds implements AutoCloseable {

    private final HonestClient client;
    private final List<Long> millis = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "honest");
    private volatile boolean stopped;

    Rounds(PackagedProgram program) {
        client = new HonestClient(program);
        thread.start();
    }

    private void run() {
        try (RawClient old = client.session()) {
            while (!stopped) {
                measured("heartbeat", () -> HonestClient.heartbeat(old));
                measured("health", () -> expect(200, client.health()));
                measured("login", () -> expect(200, client.login()));
                measured("session", () -> client.session().close());
            }
        } catch (IOException e) {
            note("first session: " + e);
        }
    }

    private static void expect(int wanted, int status) throws IOException {
        if (status != wanted) {
            throw new IOException("status " + status);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void measured(String what, Step step) {
        long start = System.nanoTime();
        try {
            step.run();
        } catch (IOException e) {
            note(what + ": " + e);
        }
        synchronized (this) {
            millis.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
        }
    }

    private synchronized void note(String failure) {
        failures.add(failure);
    }

    /** Round trips so far. */
    synchronized int count() {
        return millis.size();
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    synchronized long medianMillis() {
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    synchronized long longestMillis() {
        return Collections.max(millis);
    }

    @Override
    public synchronized String toString() {
        return millis.size() + " round trips, median " + medianMillis() + " ms, longest " + longestMillis() + " ms";
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
