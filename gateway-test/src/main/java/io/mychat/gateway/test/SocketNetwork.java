package io.mychat.gateway.test;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Sockets of the loopback address. Its HTTP client belongs to one gateway: on JDK 21 and newer its threads end with
 * {@link #close}, and on JDK 17 one selector thread remains until the next garbage collection.
 */
final class SocketNetwork implements Network {

    private final Supplier<URI> webSocket;
    private final Supplier<InetSocketAddress> api;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-client");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();

    SocketNetwork(GatewayServer server) {
        this(
                () -> new GatewayClients(server.webSocketAddress(), server.httpAddress()).webSocketUri(),
                server::httpAddress);
    }

    /** Asked for each client. */
    SocketNetwork(Supplier<URI> webSocket, Supplier<InetSocketAddress> api) {
        this.webSocket = webSocket;
        this.api = api;
    }

    URI webSocketUri() {
        return webSocket.get();
    }

    @Override
    public TestClient connect(Map<String, String> headers) {
        return TestClient.connect(webSocket.get(), headers, http);
    }

    @Override
    public TestHttpClient http() {
        return TestHttpClient.of(api.get(), http);
    }

    @Override
    public void settle() {}

    @Override
    public void close() {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(http);
        } catch (NoSuchMethodException e) {
            // JDK 17: the garbage collector ends the selector.
            return;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot close the HTTP client", e);
        } finally {
            threads.shutdown();
        }
    }
}
