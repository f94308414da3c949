package io.mychat.gateway.transport.nio.http;

import io.mychat.gateway.spi.transport.ConnectionGate.Entry;
import io.mychat.gateway.transport.common.request.RequestHead;
import io.mychat.gateway.transport.common.websocket.ByteStream;
import io.mychat.gateway.transport.common.websocket.HandshakeCheck;
import io.mychat.gateway.transport.nio.loop.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Used on the I/O thread of the connection only. */
public final class HttpExchange {

    private static final byte[] NOTHING = {};
    private static final int SWITCHING = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final HttpConnection connection;
    private final RequestHead head;
    private final boolean toHead;
    private boolean owed;
    private boolean begun;
    private HttpConnection.@Nullable Step reader;
    private @Nullable Runnable whenEnded;

    HttpExchange(HttpConnection connection, RequestHead head, boolean toHead) {
        this.connection = connection;
        this.head = head;
        this.toHead = toHead;
        this.owed = head.bodyBytes() != 0;
    }

    /** The head of the request. */
    public RequestHead head() {
        return head;
    }

    /** The other end, or the client that the header of the PROXY protocol has named. */
    public InetSocketAddress peer() {
        return connection.peer();
    }

    /** The thread of the connection. */
    public EventLoop loop() {
        return connection.loop();
    }

    HttpConnection connection() {
        return connection;
    }

    Entry entry() {
        return connection.entry();
    }

    boolean isHead() {
        return toHead;
    }

    /** Whether the connection has ended. */
    boolean isClosed() {
        return connection.isClosed();
    }

    /** Whether a part of the body has not been read. */
    boolean isOwed() {
        return owed;
    }

    /** A part of the body may have been read. */
    void bodyIsBegun() {
        begun = true;
    }

    void bodyIsRead() {
        owed = false;
    }

    /** Runs when the connection ends before the answer is complete. */
    public void whenEnded(Runnable action) {
        whenEnded = action;
    }

    void ended() {
        Runnable action = whenEnded;
        whenEnded = null;
        if (action != null) {
            action.run();
        }
    }

    /** Runs the step when the socket is readable. */
    void whenReadable(HttpConnection.@Nullable Step step) {
        reader = step;
    }

    void readable() throws IOException {
        HttpConnection.Step step = reader;
        if (step == null) {
            connection.stream().suspendReads();
        } else {
            step.run();
        }
    }

    /** Answers, and keeps the connection for the next request where the client wants it and owes nothing. */
    public void answer(HttpAnswer answer) {
        boolean skips = owed && !begun && BodySkipper.isWorthIt(this);
        if ((owed && !skips) || !isPersistent()) {
            answerLast(answer);
        } else {
            String keep = head.isHttp11() ? "" : "Connection: keep-alive\r\n";
            write(answer, keep, skips ? () -> BodySkipper.start(this) : connection::completed);
        }
    }

    /** Answers, and closes the connection. */
    public void answerLast(HttpAnswer answer) {
        write(answer, "Connection: close\r\n", () -> connection.completedLast(owed));
    }

    private void write(HttpAnswer answer, String framing, Runnable then) {
        reader = null;
        boolean bodiless = answer.status() == NO_CONTENT || answer.status() == NOT_MODIFIED;
        String length = bodiless ? "" : "Content-Length: " + answer.body().length + "\r\n";
        byte[] first = connection.rules().heads().of(answer.status(), answer.headers(), framing + length);
        connection.guard(
                () -> connection.send(() -> answered(then), first, bodiless || toHead ? NOTHING : answer.body()));
    }

    private void answered(Runnable then) {
        ended();
        then.run();
    }

    private boolean isPersistent() {
        boolean closes = has("close");
        return head.isHttp11() ? !closes : has("keep-alive") && !closes;
    }

    private boolean has(String token) {
        return HandshakeCheck.tokens(head.values("connection")).anyMatch(token::equalsIgnoreCase);
    }

    /**
     * Answers 101. Whoever takes the stream owns it, with the bytes that the client has sent behind its request.
     *
     * @param opened called when the answer is written; not called when the client has left before
     */
    public void upgrade(Map<String, String> headers, BiConsumer<ByteStream, byte[]> opened) {
        byte[] answer =
                connection.rules().heads().of(SWITCHING, headers, "Connection: Upgrade\r\nUpgrade: websocket\r\n");
        connection.guard(() -> connection.send(
                () -> {
                    whenEnded = null;
                    opened.accept(connection.stream(), connection.handOver());
                },
                answer));
    }
}
