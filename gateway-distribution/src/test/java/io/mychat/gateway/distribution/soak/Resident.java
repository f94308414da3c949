package io.mychat.gateway.distribution.soak;

import io.mychat.gateway.client.ClientState;
import io.mychat.gateway.client.Credentials;
import io.mychat.gateway.client.Event;
import io.mychat.gateway.client.GatewayClient;
import io.mychat.gateway.client.data.Delivered;
import io.mychat.gateway.client.jdk.JdkNetwork;
import io.mychat.gateway.client.port.Socket;
import io.mychat.gateway.client.port.SocketListener;
import io.mychat.gateway.distribution.Installation;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A user who stays while visitors come and go, on the client for Java: reads what they write, acknowledges it, renews the tokens on
 * the live connection, and resumes whenever the network breaks. One thread opens, breaks and leaves.
 */
final class Resident {

    /** A connection of the client, which the network may end. */
    private record Link(Socket socket, SocketListener listener) {}

    private final String name;
    private final GatewayClient client;
    private final JdkNetwork network = new JdkNetwork();
    private final AtomicReference<Link> current = new AtomicReference<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final AtomicLong lastSeq = new AtomicLong();
    private final AtomicInteger read = new AtomicInteger();
    private final AtomicInteger logins = new AtomicInteger();

    Resident(Installation gateway, int number) {
        name = "u" + number;
        client = GatewayClient.builder("ws://127.0.0.1:" + gateway.webSocketPort() + "/ws")
                .apiUrl("http://127.0.0.1:" + gateway.httpPort() + "/api")
                .platform("desktop")
                .deviceId("home")
                .sockets(this::open)
                .http(network)
                .report(failure -> faults.add(name + ": " + failure))
                .build();
        client.on(Event.MESSAGE, this::read);
        client.on(Event.GAP, gap -> faults.add(name + ": " + gap));
        client.on(Event.STATE, this::observe);
    }

    private Socket open(String url, String subprotocol, long openMs, SocketListener listener) {
        Socket socket = network.open(url, subprotocol, openMs, listener);
        current.set(new Link(socket, listener));
        return socket;
    }

    private void read(Delivered message) {
        long before = lastSeq.getAndSet(message.inboxSeq());
        if (before > 0 && message.inboxSeq() != before + 1) {
            faults.add(name + ": message " + message.inboxSeq() + " behind " + before);
        }
        read.incrementAndGet();
    }

    private void observe(ClientState state) {
        if (state instanceof ClientState.Online) {
            logins.incrementAndGet();
        } else if (state instanceof ClientState.Stopped stopped && stopped.error() != null) {
            faults.add(name + ": " + stopped);
        }
    }

    String name() {
        return name;
    }

    void come() throws Exception {
        client.connect(Credentials.password(name, Installation.PASSWORD)).get(1, TimeUnit.MINUTES);
    }

    /** The network ends its connection; the client notices at once. */
    void breakConnection() {
        Link link = current.getAndSet(null);
        if (link != null) {
            link.socket().abort();
            link.listener().closed(1006);
        }
    }

    /** Returns what went wrong. */
    List<String> leave() throws Exception {
        client.disconnect().get(1, TimeUnit.MINUTES);
        client.close();
        network.close();
        return List.copyOf(faults);
    }

    @Override
    public String toString() {
        return name + ": " + read + " messages, " + logins + " logins";
    }

    int logins() {
        return logins.get();
    }

    int messages() {
        return read.get();
    }
}
