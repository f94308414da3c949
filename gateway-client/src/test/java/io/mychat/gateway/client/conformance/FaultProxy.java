package io.mychat.gateway.client.conformance;

import io.mychat.gateway.client.jackson.JacksonJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Stands between clients and a gateway, and does to their connections what the network and a gateway can do. */
final class FaultProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Queue<Faults> planned = new ConcurrentLinkedQueue<>();
    private final Supplier<Faults> always;
    private final AtomicInteger connections = new AtomicInteger();

    /** @param always what happens to connections for which nothing is planned */
    FaultProxy(int target, Supplier<Faults> always) {
        this.target = target;
        this.always = always;
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        Thread accepting = new Thread(this::accept, "fault-proxy-accept");
        accepting.setDaemon(true);
        accepting.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                connections.incrementAndGet();
                Faults next = planned.poll();
                begin(client, next == null ? always.get() : next);
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private void begin(Socket client, Faults faults) throws IOException {
        if (faults.refuse()) {
            client.close();
            return;
        }
        Link[] link = new Link[1];
        link[0] = new Link(client, faults, () -> links.remove(link[0]));
        links.add(link[0]);
        link[0].start(target);
    }

    String url() {
        return "ws://127.0.0.1:" + server.getLocalPort() + "/ws";
    }

    int connections() {
        return connections.get();
    }

    /** Plans the faults of the next connection for which nothing is planned. */
    void plan(Faults faults) {
        planned.add(faults);
    }

    void cut() {
        each(Link::cut);
    }

    /** The connections stand, and nothing goes through any more. */
    void stall() {
        each(Link::stall);
    }

    void pause(boolean now) {
        each(link -> link.pause(now));
    }

    void injectText(Map<String, ?> frame) {
        byte[] text = new JacksonJson().write(frame).getBytes(StandardCharsets.UTF_8);
        each(link -> link.inject(WebSocketStream.frame(1, text).bytes()));
    }

    void injectClose(int code) {
        byte[] payload = {(byte) (code >> 8), (byte) code};
        each(link -> link.inject(WebSocketStream.frame(8, payload).bytes()));
    }

    private void each(Consumer<Link> action) {
        links.forEach(action);
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
