package io.mychat.gateway.system.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Keeps what the JDK's client is told until a test asks for it. It reads on by itself unless it begins paused. */
final class JavaListener implements WebSocket.Listener {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long PATIENCE_SECONDS = 10;

    private final boolean paused;
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> pongs = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();

    /** @param paused asks for nothing; the test calls {@link WebSocket#request} */
    JavaListener(boolean paused) {
        this.paused = paused;
    }

    JsonNode text() throws InterruptedException, JsonProcessingException {
        String text = texts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(text).as("a text").isNotNull();
        return JSON.readTree(Objects.requireNonNull(text));
    }

    /** The payload length of the next pong. */
    int pong() throws InterruptedException {
        Integer length = pongs.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(length).as("a pong").isNotNull();
        return Objects.requireNonNull(length);
    }

    int closeCode() throws InterruptedException, ExecutionException, TimeoutException {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void onOpen(WebSocket socket) {
        if (!paused) {
            socket.request(Long.MAX_VALUE);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        parts.append(data);
        if (last) {
            texts.add(parts.toString());
            parts.setLength(0);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer payload) {
        pongs.add(payload.remaining());
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        closed.completeExceptionally(error);
    }
}
