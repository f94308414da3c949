package io.mychat.gateway.system.cluster;

import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Writes to somebody, one message after the other, and remembers those that were answered with 200. */
final class Writer implements AutoCloseable {

    private static final long PACE_NANOS = 5_000_000;

    /** @param nanos when the answer came */
    record Answered(String content, long nanos) {}

    private final TestClient client;
    private final String name;
    private final String toUser;
    private final List<Answered> answered = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "writer");
    private volatile boolean stopped;

    Writer(TestClient client, String name, String toUser) {
        this.client = client;
        this.name = name;
        this.toUser = toUser;
        thread.setDaemon(true);
        thread.start();
    }

    int answered() {
        return answered.size();
    }

    List<Answered> stop() throws InterruptedException {
        stopped = true;
        thread.join(20_000);
        return List.copyOf(answered);
    }

    private void run() {
        for (int i = 0; !stopped; i++) {
            String content = name + " " + i;
            TestMessage reply =
                    client.request(2001, "{\"to_user\":\"" + toUser + "\",\"content\":\"" + content + "\"}");
            if (reply.code() == 200) {
                answered.add(new Answered(content, System.nanoTime()));
            }
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    @Override
    public void close() {
        stopped = true;
        client.close();
    }
}
