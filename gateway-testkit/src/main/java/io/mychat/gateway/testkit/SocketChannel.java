package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.transport.MessageType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A {@link TextChannel} on a socket. The JDK's client answers pings and close frames. */
final class SocketChannel implements TextChannel {

    private final WebSocket socket;
    private final ReceivedMessages received;
    private final Duration patience;

    private SocketChannel(WebSocket socket, ReceivedMessages received, Duration patience) {
        this.socket = socket;
        this.received = received;
        this.patience = patience;
    }

    static SocketChannel connect(URI uri, Map<String, String> headers, Duration patience) {
        return connect(Shared.HTTP, uri, headers, patience);
    }

    static SocketChannel connect(HttpClient http, URI uri, Map<String, String> headers, Duration patience) {
        ReceivedMessages received = new ReceivedMessages();
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(patience);
        headers.forEach(builder::header);
        WebSocket socket = await(builder.buildAsync(uri, new Receiver(received)), patience, "connect to " + uri);
        return new SocketChannel(socket, received, patience);
    }

    /** Sends one message at a time, because the JDK's client refuses a second one during a send. */
    @Override
    public synchronized void send(String text) {
        if (!socket.isOutputClosed() && !received.isClosed()) {
            try {
                await(socket.sendText(text, true), patience, "send");
            } catch (AssertionError e) {
                // As with any socket, the other end may have closed meanwhile; awaitClose reports it.
                if (!received.isClosed()) {
                    throw e;
                }
            }
        }
    }

    @Override
    public Optional<String> receive(Duration timeout) {
        return received.take(timeout);
    }

    @Override
    public synchronized void close(int code) {
        if (!socket.isOutputClosed()) {
            CompletableFuture<WebSocket> sent = socket.sendClose(code, "");
            var unused = sent.exceptionally(failure -> {
                received.closed(Frame.ABNORMAL);
                return socket;
            });
        }
    }

    @Override
    public void vanish() {
        socket.abort();
        received.closed(Frame.ABNORMAL);
    }

    @Override
    public OptionalInt awaitClose(Duration timeout) {
        return received.awaitClose(timeout);
    }

    private static <T> T await(Future<T> future, Duration patience, String what) {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | CompletionException e) {
            throw new AssertionError("could not " + what + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + what, e);
        }
    }

    /** One for all callers without their own, because it has threads that cannot be stopped on JDK 17; made at its first use. */
    private static final class Shared {

        private static final HttpClient HTTP = HttpClient.newHttpClient();
    }

    /** Called by one thread at a time. */
    private record Receiver(ReceivedMessages received, StringBuilder parts) implements WebSocket.Listener {

        Receiver(ReceivedMessages received) {
            this(received, new StringBuilder());
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                received.add(MessageType.TEXT, parts.toString().getBytes(StandardCharsets.UTF_8));
                parts.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            received.closed(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            received.closed(Frame.ABNORMAL);
        }
    }
}
