package io.mychat.gateway.client.jdk;

import io.mychat.gateway.client.port.Http;
import io.mychat.gateway.client.port.Socket;
import io.mychat.gateway.client.port.SocketListener;
import io.mychat.gateway.client.port.Sockets;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * WebSocket and HTTP of {@code java.net.http}. The threads are daemons of one {@link HttpClient}: give many clients one network. A text of more than
 * 16 Mi characters ends its connection.
 *
 * @since 0.1.0
 */
public final class JdkNetwork implements Sockets, Http, AutoCloseable {

    /**
     * A frame is handed over by the thread that has read it. So the next one is asked for before the JDK looks for the end of the
     * connection, which it drops otherwise ({@link LostEnd}). Nothing that runs there waits: clients only queue what they get.
     */
    private static final Executor ON_THE_READING_THREAD = Runnable::run;

    private final boolean owned;
    private volatile @Nullable HttpClient http;

    /** With an HTTP client of its own, that {@link #close} ends. */
    public JdkNetwork() {
        this(HttpClient.newBuilder().executor(ON_THE_READING_THREAD).build(), true);
    }

    /**
     * With an HTTP client of the application, such as one with a proxy or certificates of its own; {@link #close} leaves it alone. With
     * {@code executor(Runnable::run)} the end of a connection is noticed at once, else up to 6 s later.
     */
    public JdkNetwork(HttpClient http) {
        this(http, false);
    }

    private JdkNetwork(HttpClient http, boolean owned) {
        this.http = http;
        this.owned = owned;
    }

    @Override
    public Socket open(String url, String subprotocol, long openMs, SocketListener listener) {
        URI uri = URI.create(url);
        if (uri.getHost() == null || !("ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("Not an address of a WebSocket: " + url);
        }
        return open(uri, subprotocol, openMs, new JdkSocket(listener));
    }

    JdkSocket open(URI uri, String subprotocol, long openMs, JdkSocket socket) {
        socket.openedBy(client().newWebSocketBuilder()
                .subprotocols(subprotocol)
                .connectTimeout(Duration.ofMillis(openMs))
                .buildAsync(uri, socket));
        return socket;
    }

    @Override
    public CompletionStage<Answer> post(String url, String json, long timeoutMs) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofMillis(timeoutMs))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return client().sendAsync(request, BodyHandlers.ofString())
                .thenApply(response -> new Answer(response.statusCode(), response.body()));
    }

    private HttpClient client() {
        HttpClient client = http;
        if (client == null) {
            throw new IllegalStateException("The network is closed.");
        }
        return client;
    }

    /** Lets the threads end: from JDK 21 on when the last connection has ended, before with the next garbage collection. */
    @Override
    public void close() {
        HttpClient client = http;
        http = null;
        if (owned && client != null) {
            try {
                HttpClient.class.getMethod("shutdown").invoke(client);
            } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException older) {
                return; // JDK 17 ends an HTTP client that nobody refers to.
            }
        }
    }
}
