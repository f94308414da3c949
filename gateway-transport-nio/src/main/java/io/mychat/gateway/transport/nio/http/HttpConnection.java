package io.mychat.gateway.transport.nio.http;

import io.mychat.gateway.spi.transport.ConnectionGate.Entry;
import io.mychat.gateway.spi.transport.ConnectionGate.Stage;
import io.mychat.gateway.spi.transport.ConnectionGate.Verdict;
import io.mychat.gateway.spi.transport.ErrorBody;
import io.mychat.gateway.transport.common.request.HeadBuffer;
import io.mychat.gateway.transport.common.request.HeadException;
import io.mychat.gateway.transport.common.request.RequestHead;
import io.mychat.gateway.transport.common.request.RequestRefusal;
import io.mychat.gateway.transport.common.websocket.ByteStream;
import io.mychat.gateway.transport.common.websocket.SocketEvents;
import io.mychat.gateway.transport.nio.loop.EventLoop;
import io.mychat.gateway.transport.nio.loop.Timers.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection, one after the other, up to its end or its upgrade. Owned by the loop of the connection.
 *
 * <p>The class is long because each state (head, exchange, writing, lingering, closed) may be the last one.
 */
public final class HttpConnection implements SocketEvents {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final ErrorBody ADDRESS_FULL =
            new ErrorBody(429, "Too Many Requests", "too_many_connections", "Too many connections from this address.");
    private static final ErrorBody FULL =
            new ErrorBody(503, "Service Unavailable", "at_capacity", "The gateway is at capacity.");
    private static final RequestRefusal NO_ROOM = new RequestRefusal(
            503, "Service Unavailable", "overloaded", "The gateway has no capacity for this request now.");
    private static final long LINGER_MILLIS = 1000;
    private static final int MOST_LINGERING = 1 << 20;

    private final EventLoop loop;
    private final ByteStream stream;
    private final InetSocketAddress peer;
    private final Entry entry;
    private final PortRules rules;
    private final HeadBuffer kept;
    private final HttpOutput output;
    private State state = State.HEAD;
    private @Nullable Deadline deadline;
    private @Nullable HttpExchange exchange;
    private Runnable written = () -> {};
    private int reserved;
    private boolean granted;
    private boolean known;
    private int lingered;

    private enum State {
        /** Waits for the head of a request. */
        HEAD,
        /** The exchange says what is read and written. */
        EXCHANGE,
        /** Discards what the client still sends, so that it gets the response. */
        LINGERING,
        CLOSED
    }

    /** @param peer the other end, or the client that its PROXY header has named */
    public HttpConnection(EventLoop loop, ByteStream stream, InetSocketAddress peer, Entry entry, PortRules rules) {
        this.loop = loop;
        this.stream = stream;
        this.peer = peer;
        this.entry = entry;
        this.rules = rules;
        this.kept = new HeadBuffer(rules.limits());
        this.output = new HttpOutput(stream);
    }

    /** Waits for the first request. */
    public void start() {
        stream.deliverTo(this);
        limit(rules.timeout().toMillis(), this::close);
        stream.resumeReads();
    }

    EventLoop loop() {
        return loop;
    }

    ByteStream stream() {
        return stream;
    }

    InetSocketAddress peer() {
        return peer;
    }

    Entry entry() {
        return entry;
    }

    PortRules rules() {
        return rules;
    }

    /** The bytes behind the head of the request. */
    HeadBuffer kept() {
        return kept;
    }

    @Override
    public void onReadable() {
        guard(this::read);
    }

    @Override
    public void onWritable() {
        guard(this::write);
    }

    @Override
    public void onTerminated() {
        close();
    }

    /** Runs a step; a failure ends this connection only. */
    void guard(Step step) {
        try {
            if (state != State.CLOSED) {
                step.run();
            }
        } catch (IOException e) {
            close(); // the peer has closed the connection
        } catch (RuntimeException | Error e) { // the I/O thread stays
            close();
            throw e;
        }
    }

    /** A step of a connection. */
    interface Step {
        void run() throws IOException;
    }

    private void read() throws IOException {
        switch (state) {
            case HEAD -> readHead();
            case EXCHANGE -> {
                HttpExchange current = exchange;
                if (current != null) {
                    current.readable();
                }
            }
            case LINGERING -> linger();
            case CLOSED -> {}
        }
    }

    private void readHead() throws IOException {
        if (!known && !granted && !loop.newcomers().tryTake()) {
            stream.suspendReads();
            loop.newcomers()
                    .runLater(() -> guard(() -> {
                        granted = true;
                        stream.resumeReads();
                        readHead();
                    }));
            return;
        }
        granted = false;
        ByteBuffer buffer = loop.scratch();
        int room = rules.limits().bytes() + 1 - kept.length();
        if (room < buffer.remaining()) {
            buffer.limit(Math.max(1, room));
        }
        int count = stream.read(buffer);
        if (count < 0) {
            close();
        } else if (count > 0) {
            entry.received();
            kept.append(buffer.flip());
            next();
        }
    }

    /** Looks for the next request in the bytes that have arrived. */
    private void next() throws IOException {
        RequestHead head;
        boolean toHead = kept.beginsHead();
        try {
            int end = kept.scan();
            if (end == 0) {
                reserve();
                stream.resumeReads();
                return;
            }
            toHead = kept.beginsHead(); // an empty line before it is gone
            head = RequestHead.of(kept.take(end), rules.limits().fields());
            reserve(); // what has come behind it
            begin(new HttpExchange(this, head, toHead));
        } catch (HeadException e) {
            refuse(e.refusal(), toHead || kept.beginsHead());
        }
    }

    private void begin(HttpExchange next) throws IOException {
        state = State.EXCHANGE;
        known = true;
        exchange = next;
        stream.suspendReads();
        cancelDeadline();
        if (entry.verdict() == Verdict.ADMITTED) {
            entry.reached(Stage.ANSWERING);
            rules.handler().onRequest(next);
            return;
        }
        ErrorBody error = entry.verdict() == Verdict.ADDRESS_FULL ? ADDRESS_FULL : FULL;
        rules.refusals().count(error.error());
        next.answerLast(HttpAnswer.of(error, RETRY_AFTER));
    }

    /** Reserves the bytes that are kept, and no others. */
    private void reserve() throws HeadException {
        int more = kept.length() - reserved;
        if (more > 0 && !entry.reserve(more)) {
            throw new HeadException(NO_ROOM);
        }
        if (more < 0) {
            entry.release(-more);
        }
        reserved += more;
    }

    private void free() {
        if (reserved > 0) {
            entry.release(reserved);
            reserved = 0;
        }
    }

    /** Answers a malformed request, and ends the connection. */
    void refuse(RequestRefusal refusal, boolean toHead) throws IOException {
        rules.refusals().count(refusal.error());
        state = State.EXCHANGE;
        send(this::startLingering, refusal.response(toHead));
    }

    /** Writes bytes within the timeout and then runs the step. */
    void send(Runnable then, byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            output.add(part);
        }
        written = then;
        limit(rules.timeout().toMillis(), this::close);
        write();
    }

    /** As {@link #send}, without a deadline. */
    void push(Runnable then, byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            output.add(part);
        }
        written = then;
        write();
    }

    private void write() throws IOException {
        if (output.write()) {
            Runnable then = written;
            written = () -> {};
            then.run();
        }
    }

    /** The response is written, and the next request may come. */
    void completed() {
        guard(() -> {
            exchange = null;
            state = State.HEAD;
            entry.reached(Stage.WAITING);
            limit(rules.timeout().toMillis(), this::close);
            next();
        });
    }

    /** The response is written, and the connection ends. */
    void completedLast(boolean owed) {
        if (owed || kept.length() > 0) {
            startLingering();
        } else {
            close();
        }
    }

    private void startLingering() {
        guard(() -> {
            state = State.LINGERING;
            limit(LINGER_MILLIS, this::close);
            stream.shutdownOutput();
            stream.flush();
            stream.resumeReads();
            linger();
        });
    }

    private void linger() throws IOException {
        int count = stream.read(loop.scratch());
        while (count > 0 && lingered < MOST_LINGERING) {
            lingered += count;
            count = stream.read(loop.scratch());
        }
        if (count != 0) {
            close();
        }
    }

    /** Ends the reign of HTTP: somebody else owns the stream from now on. */
    byte[] handOver() {
        state = State.CLOSED;
        cancelDeadline();
        free();
        entry.reached(Stage.UPGRADED);
        return kept.takeAll();
    }

    /** Sets the only deadline of this connection. */
    void limit(long millis, Runnable action) {
        cancelDeadline();
        deadline = loop.timers().after(millis, action);
    }

    void cancelDeadline() {
        Deadline set = deadline;
        if (set != null) {
            set.cancel();
            deadline = null;
        }
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Ends the connection at once. */
    void close() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        cancelDeadline();
        output.drop();
        free();
        HttpExchange current = exchange;
        exchange = null;
        try {
            if (current != null) {
                current.ended();
            }
        } finally {
            stream.release();
        }
    }
}
