package io.mychat.gateway.system.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.mychat.gateway.testkit.TextChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Lets a client that writes JSON speak CBOR on a socket: each message is converted on its way, {@code data} to a map. */
final class CborChannel implements TextChannel {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ObjectMapper CBOR = new CBORMapper();

    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    CborChannel(HttpClient http, URI uri) {
        this.socket = http.newWebSocketBuilder()
                .subprotocols("mychat.v1.cbor")
                .buildAsync(uri, new Receiver())
                .join();
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    void sendBytes(byte[] message) {
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
    }

    void sendText(String text) {
        socket.sendText(text, true).join();
    }

    @Override
    public void send(String text) {
        try {
            JsonNode message = JSON.readTree(text);
            if (message instanceof ObjectNode object && object.path("data").isTextual()) {
                object.set("data", JSON.readTree(object.path("data").textValue()));
            }
            sendBytes(CBOR.writeValueAsBytes(message));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The message as CBOR had it; null when none comes in time. */
    @Nullable
    JsonNode next(Duration timeout) {
        try {
            return received.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<String> receive(Duration timeout) {
        JsonNode message = next(timeout);
        if (message == null) {
            return Optional.empty();
        }
        ObjectNode text = message.deepCopy();
        text.put("data", message.path("data").toString());
        return Optional.of(text.toString());
    }

    @Override
    public void close(int code) {
        CompletableFuture<WebSocket> unused = socket.sendClose(code, "");
    }

    @Override
    public void vanish() {
        socket.abort();
    }

    @Override
    public OptionalInt awaitClose(Duration timeout) {
        try {
            return OptionalInt.of(closed.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            return OptionalInt.of(1006);
        }
    }

    private final class Receiver implements WebSocket.Listener {

        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            parts.writeBytes(part);
            if (last) {
                try {
                    received.add(CBOR.readTree(parts.toByteArray()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                parts.reset();
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
