package io.mychat.gateway.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.spi.transport.MessageType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A {@link TextChannel} over server-sent events and requests, for {@link TestClient#over(TextChannel)}: each message is sent
 * by a request, whose answer is awaited.
 *
 * @since 0.1.0
 */
public final class EventChannel implements TextChannel {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestEventStream stream;
    private final TestHttpClient http;
    private final ReceivedMessages received = new ReceivedMessages();
    private volatile String lastId = "";

    private EventChannel(TestEventStream stream, TestHttpClient http) {
        this.stream = stream;
        this.http = http;
    }

    /**
     * Opens a stream and waits for its first event.
     *
     * @param path such as {@code /api/events}
     * @param headers of the request, such as {@code Authorization}
     * @throws AssertionError when it is refused
     */
    public static EventChannel open(InetSocketAddress address, String path, Map<String, String> headers) {
        TestEventStream stream = TestEventStream.open(address, path, headers);
        if (stream.status() != 200) {
            throw new AssertionError("no stream: " + stream.head() + stream.error());
        }
        TestEventStream.Event first = stream.next().orElseThrow(() -> new AssertionError("the stream ended"));
        String key = json(first.data()).path("session_key").asText();
        EventChannel channel =
                new EventChannel(stream, TestHttpClient.of(address).withHeader("X-Session-Key", key));
        try {
            stream.socket().setSoTimeout(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread reader = new Thread(channel::read, "test-events");
        reader.setDaemon(true);
        reader.start();
        return channel;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private void read() {
        for (Optional<TestEventStream.Event> next = stream.next(); next.isPresent(); next = stream.next()) {
            TestEventStream.Event event = next.get();
            event.id().ifPresent(id -> lastId = id);
            if (event.type().equals("close")) {
                received.closed(json(event.data()).path("code").asInt());
            } else {
                received.add(MessageType.TEXT, event.data().getBytes(StandardCharsets.UTF_8));
            }
        }
        received.closed(Frame.ABNORMAL);
    }

    /** The id of the last event that has one; empty before. */
    public String lastEventId() {
        return lastId;
    }

    /** Sends a body unchanged, and returns the answer. */
    public TestHttpClient.Answer post(String body) {
        return http.post("/api/events", body);
    }

    @Override
    public void send(String text) {
        TestHttpClient.Answer unused = post(text);
    }

    @Override
    public Optional<String> receive(Duration timeout) {
        return received.take(timeout);
    }

    @Override
    public void close(int code) {
        TestHttpClient.Answer unused = http.delete("/api/events");
    }

    @Override
    public void vanish() {
        stream.close();
        received.closed(Frame.ABNORMAL);
    }

    @Override
    public OptionalInt awaitClose(Duration timeout) {
        return received.awaitClose(timeout);
    }
}
