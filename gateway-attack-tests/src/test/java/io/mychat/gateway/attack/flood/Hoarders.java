package io.mychat.gateway.attack.flood;

import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many sockets from 127.0.0.1 that each send something and then keep still. */
final class Hoarders implements AutoCloseable {

    private static final int THREADS = 8;

    private final Queue<RawClient> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger admitted = new AtomicInteger();

    /** What one of them sends once it is connected. */
    interface Attack {
        void on(RawClient client, int number) throws IOException;
    }

    void attack(InetSocketAddress address, int sockets, Attack attack) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        for (int i = 0; i < sockets; i++) {
            int number = i;
            pool.execute(() -> one(address, number, attack));
        }
        pool.shutdown();
        if (!pool.awaitTermination(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the attack does not end");
        }
    }

    private void one(InetSocketAddress address, int number, Attack attack) {
        try {
            RawClient client = RawClient.connect(address);
            open.add(client);
            client.write(RawClient.handshake("/ws", "Sec-WebSocket-Extensions: permessage-deflate"));
            if (client.readHead().startsWith("HTTP/1.1 101")) {
                admitted.incrementAndGet();
                attack.on(client, number);
            }
        } catch (IOException | AssertionError e) {
            // refused, or cut off: that is what should happen to most
            return;
        }
    }

    int admitted() {
        return admitted.get();
    }

    @Override
    public void close() throws IOException {
        for (RawClient client : open) {
            client.close();
        }
    }
}
