package io.mychat.gateway.testkit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * A client that speaks the JSON protocol (protocol.md section 1), over an in-memory connection or a socket.
 *
 * <p>Messages are taken in the order of arrival; messages that a call does not want are kept for later calls. When the
 * expected message does not arrive in time, an {@link AssertionError} lists the messages that arrived instead. Used by
 * one thread at a time.
 *
 * @since 0.1.0
 */
public final class TestClient implements AutoCloseable {

    /** The time limit of a call. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long LOGIN = 1001;
    private static final long VERIFY = 1002;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TextChannel channel;
    private final Duration patience;
    private final List<TestMessage> kept = new ArrayList<>();
    private String platform = "";
    private long requests;

    private TestClient(TextChannel channel, Duration patience) {
        this.channel = channel;
        this.patience = patience;
    }

    /** A client on an open channel; {@link #close} closes the channel. */
    public static TestClient over(TextChannel channel) {
        return new TestClient(channel, PATIENCE);
    }

    /** As {@link #over(TextChannel)}, with another time limit. */
    public static TestClient over(TextChannel channel, Duration patience) {
        return new TestClient(channel, patience);
    }

    /**
     * Connects to a gateway on a socket.
     *
     * @param uri such as {@code ws://127.0.0.1:8080/ws}
     * @throws AssertionError when the connection fails
     */
    public static TestClient connect(URI uri) {
        return over(SocketChannel.connect(uri, Map.of(), PATIENCE));
    }

    /** As {@link #connect(URI)}, with headers. */
    public static TestClient connect(URI uri, Map<String, String> headers) {
        return over(SocketChannel.connect(uri, headers, PATIENCE));
    }

    /** As {@link #connect(URI, Map)}, with the threads of an HTTP client that the caller owns. */
    public static TestClient connect(URI uri, Map<String, String> headers, HttpClient http) {
        return over(SocketChannel.connect(http, uri, headers, PATIENCE));
    }

    /** Sends the text unchanged. */
    public void sendRaw(String text) {
        channel.send(text);
    }

    /**
     * Sends a request without waiting.
     *
     * @param data JSON text
     * @return the request id, see {@link #reply}
     */
    public String send(long cmdId, String data) {
        String requestId = "r" + ++requests;
        ObjectNode envelope = JSON.createObjectNode();
        envelope.put("cmd_id", cmdId).put("data", data).put("request_id", requestId);
        if (!platform.isEmpty()) {
            envelope.put("platform", platform);
        }
        channel.send(envelope.toString());
        return requestId;
    }

    /** Waits for the reply to a request. */
    public TestMessage reply(String requestId) {
        return await(
                "a reply to " + requestId,
                message ->
                        requestId.equals(message.envelope().path("request_id").asText()));
    }

    /** Sends a request and waits for its reply. */
    public TestMessage request(long cmdId, String data) {
        return reply(send(cmdId, data));
    }

    /**
     * Logs in (1001); all later messages contain the platform.
     *
     * @param deviceId empty: the gateway assigns one
     */
    public TestMessage login(String username, String password, String onPlatform, String deviceId) {
        platform = onPlatform;
        ObjectNode data = JSON.createObjectNode().put("username", username).put("password", password);
        if (!deviceId.isEmpty()) {
            data.put("device_id", deviceId);
        }
        return request(LOGIN, data.toString());
    }

    /** Presents an access token (1002). */
    public TestMessage verify(String token) {
        return request(VERIFY, JSON.createObjectNode().put("token", token).toString());
    }

    /** The next message with this command, either a push or a reply. */
    public TestMessage next(long cmdId) {
        return await("cmd_id " + cmdId, message -> message.cmdId() == cmdId);
    }

    /** The next message of any kind. */
    public TestMessage next() {
        return await("any message", message -> true);
    }

    /**
     * The next message that fulfils a condition.
     *
     * @param what names the message in the error, such as {@code "a push with a badge"}
     */
    public TestMessage next(String what, Predicate<TestMessage> condition) {
        return await(what, condition);
    }

    /** All messages that have arrived and were not taken, without waiting. */
    public List<TestMessage> takeAll() {
        for (Optional<String> text = channel.receive(Duration.ZERO);
                text.isPresent();
                text = channel.receive(Duration.ZERO)) {
            kept.add(TestMessage.parse(text.get()));
        }
        List<TestMessage> all = List.copyOf(kept);
        kept.clear();
        return all;
    }

    /** Waits for the end and returns the close code of the gateway; 1006 without one. */
    public int closeCode() {
        OptionalInt code = channel.awaitClose(patience);
        if (code.isEmpty()) {
            throw new AssertionError("still open after " + patience);
        }
        return code.getAsInt();
    }

    /** Ends the connection without a close frame. */
    public void vanish() {
        channel.vanish();
    }

    /** Closes with 1000 and does not wait. */
    @Override
    public void close() {
        channel.close(1000);
    }

    private TestMessage await(String what, Predicate<TestMessage> wanted) {
        for (Iterator<TestMessage> old = kept.iterator(); old.hasNext(); ) {
            TestMessage message = old.next();
            if (wanted.test(message)) {
                old.remove();
                return message;
            }
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<String> text = channel.receive(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            if (text.isEmpty()) {
                throw new AssertionError(missing(what));
            }
            TestMessage message = TestMessage.parse(text.get());
            if (wanted.test(message)) {
                return message;
            }
            kept.add(message);
        }
    }

    private String missing(String what) {
        OptionalInt code = channel.awaitClose(Duration.ZERO);
        StringBuilder text = new StringBuilder("expected ")
                .append(what)
                .append(
                        code.isPresent()
                                ? ", but the gateway has closed the connection with " + code.getAsInt()
                                : ", but it has not come within " + patience.toMillis() + " ms")
                .append(kept.isEmpty() ? "; nothing else came" : "; this came instead:");
        kept.forEach(message -> text.append("\n  ").append(message));
        return text.toString();
    }
}
