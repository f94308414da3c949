package io.mychat.gateway.attack.flood;

import io.mychat.gateway.attack.PackagedProgram;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * People of another address who use the gateway all the while and measure how long it takes: one whose session is old, one
 * who logs in again and again, and one who asks for its health. Thread-safe.
 */
final class HonestClients implements AutoCloseable {

    private static final long PAUSE_NANOS = 50_000_000;

    private final PackagedProgram program;
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    final Measured heartbeats = new Measured();
    final Measured logins = new Measured();
    final Measured health = new Measured();
    private volatile boolean closed;

    /** How long something took. */
    static final class Measured {
        private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

        int count() {
            return nanos.size();
        }

        double medianMillis() {
            List<Long> all = sorted();
            return all.get(all.size() / 2) / 1e6;
        }

        double maxMillis() {
            List<Long> all = sorted();
            return all.get(all.size() - 1) / 1e6;
        }

        private List<Long> sorted() {
            synchronized (nanos) {
                return nanos.stream().sorted().toList();
            }
        }

        @Override
        public String toString() {
            return "%d, median %.1f ms, longest %.1f ms".formatted(count(), medianMillis(), maxMillis());
        }
    }

    HonestClients(PackagedProgram program) throws IOException {
        this.program = program;
        RawClient old = login("u0", "old");
        run(heartbeats, () -> {
            old.text("{\"cmd_id\":3001}");
            return old.readText().contains("\"code\":200");
        });
        run(logins, () -> {
            login("u1", "new").close();
            return true;
        });
        run(health, program::isHealthy);
    }

    /** Connects from 127.0.0.2, which no attacker uses, and logs in. */
    final RawClient login(String user, String device) throws IOException {
        InetSocketAddress address = program.webSocket();
        Socket socket = new Socket(address.getAddress(), address.getPort(), InetAddress.getByName("127.0.0.2"), 0);
        RawClient client = RawClient.open(socket);
        client.text("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"" + user + "\",\"password\":\""
                + PackagedProgram.PASSWORD + "\",\"device_id\":\"" + device + "\"}}");
        String reply = client.readText();
        if (!reply.contains("\"code\":200")) {
            throw new IOException(reply);
        }
        return client;
    }

    private void run(Measured measured, Callable<Boolean> step) {
        Thread thread = new Thread(() -> {
            while (!closed) {
                long begun = System.nanoTime();
                try {
                    if (!step.call()) {
                        failures.add(new IllegalStateException("was answered something else"));
                    }
                    measured.nanos.add(System.nanoTime() - begun);
                } catch (Exception e) {
                    failures.add(e);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        });
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread thread : threads) {
            thread.join(20_000);
        }
    }
}
