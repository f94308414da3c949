package io.mychat.gateway.client;

import io.mychat.gateway.client.port.Socket;
import io.mychat.gateway.client.port.SocketListener;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One WebSocket connection, and whether it lives. Ends with exactly one call of {@code closed}, unless the client closes it. */
final class Connection {

    /** How often a connection looks at the clock, in milliseconds. A look that is later than this means that the computer slept. */
    static final long TICK_MS = 5_000;

    /** The close code for a connection that this client has given up; it is never on the wire. */
    static final int ABANDONED = 4999;

    /** The WebSocket sub-protocol of this client. */
    static final String SUBPROTOCOL = "mychat.v1.json";

    private final Environment environment;
    private final LivenessSettings liveness;
    private final Listener listener;
    private @Nullable Socket socket;
    private Environment.@Nullable Timer timer;
    private boolean open;
    private long lastReceived;
    private OptionalLong deadline =
            OptionalLong.empty(); // until when something has to arrive; empty: no heartbeat is out
    private int probes; // heartbeats since the last sign of life

    /** What its owner hears, on the serial queue. */
    interface Listener {

        void opened();

        void received(Frame frame);

        /** The last call. */
        void closed(int code);

        /** Whether there is room for more; while there is not, nothing is read, and silence means nothing. */
        boolean hasRoom();

        /** Completes the future when there is room. */
        void whenRoom(CompletableFuture<Void> reader);
    }

    Connection(Environment environment, LivenessSettings liveness, Listener listener) {
        this.environment = environment;
        this.liveness = liveness;
        this.listener = listener;
    }

    /** @throws IllegalArgumentException if the address is none */
    void open(String url) {
        socket = environment.sockets.open(url, SUBPROTOCOL, liveness.openMs(), new FromSocket());
        timer = environment.after(liveness.openMs(), this::abandon);
    }

    private final class FromSocket implements SocketListener {

        @Override
        public void opened() {
            environment.serial.execute(() -> whileWanted(Connection.this::hasOpened));
        }

        @Override
        public CompletionStage<?> received(String text) {
            CompletableFuture<Void> read = new CompletableFuture<>();
            environment.serial.execute(() -> {
                try {
                    whileWanted(() -> receive(text));
                } finally {
                    listener.whenRoom(read);
                }
            });
            return read;
        }

        @Override
        public void closed(int code) {
            environment.serial.execute(() -> whileWanted(() -> {
                release();
                listener.closed(code);
            }));
        }
    }

    private void whileWanted(Runnable task) {
        if (socket != null) {
            task.run();
        }
    }

    private void hasOpened() {
        open = true;
        heard();
        tick(TICK_MS);
        listener.opened();
    }

    private void heard() {
        lastReceived = environment.timers.now();
        deadline = OptionalLong.empty();
        probes = 0;
    }

    private void receive(String text) {
        heard();
        Frame frame = Frame.read(environment.json, text);
        if (frame != null) {
            listener.received(frame);
        }
    }

    /** Watches the clock while the connection is open. */
    private void tick(long ms) {
        if (timer != null) {
            timer.cancel();
        }
        long expected = environment.timers.now() + ms;
        timer = environment.after(ms, () -> look(expected));
    }

    private void look(long expected) {
        long now = environment.timers.now();
        if (!listener.hasRoom()) {
            heard(); // what the server says waits in the socket
        }
        // A timer that is late, or a clock that went backwards: the computer slept. What has arrived since may be read
        // after this timer, so only
        // the second such moment without a sign of life counts.
        boolean slept = Math.abs(now - expected) >= TICK_MS;
        boolean overdue = deadline.isPresent() && (slept || now >= deadline.getAsLong());
        if (overdue && (!slept || probes > 1)) {
            abandon();
        } else if (slept) {
            probe();
        } else {
            if (deadline.isEmpty() && now - lastReceived >= liveness.heartbeatMs()) {
                beat(liveness.replyMs());
            }
            tick(deadline.isEmpty() ? TICK_MS : Math.min(TICK_MS, deadline.getAsLong() - now));
        }
    }

    private void beat(long replyMs) {
        probes++;
        deadline = OptionalLong.of(environment.timers.now() + replyMs);
        send(Map.of("cmd_id", Command.HEARTBEAT));
    }

    /** Finds out soon whether the connection still lives. */
    void probe() {
        if (open) {
            lastReceived = Math.min(lastReceived, environment.timers.now());
            beat(liveness.probeMs());
            tick(liveness.probeMs());
        }
    }

    void send(Map<String, ?> frame) {
        String text = environment.json.write(frame);
        Socket current = socket;
        if (current != null) {
            current.send(text);
        }
    }

    /** Gives up a connection without waiting for the other side. */
    void abandon() {
        Socket dead = release();
        if (dead != null) {
            dead.abort();
            listener.closed(ABANDONED);
        }
    }

    /** Says goodbye. The listener hears nothing more. */
    void close() {
        boolean wasOpen = open;
        Socket current = release();
        if (current != null && wasOpen) {
            current.close();
        } else if (current != null) {
            current.abort();
        }
    }

    private @Nullable Socket release() {
        Socket current = socket;
        socket = null;
        open = false;
        if (timer != null) {
            timer.cancel();
        }
        return current;
    }
}
