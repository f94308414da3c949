package io.mychat.gateway.backends.http;

import io.mychat.gateway.spi.config.ClientTls;
import io.mychat.gateway.spi.time.TimeSource;
import java.lang.reflect.InvocationTargetException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests with one {@link HttpClient}, which keeps its connections. No thread waits for a response: all work
 * runs on a few threads, and only lookups of addresses run on others. Thread-safe; closing it ends running requests.
 */
public final class HttpSender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HttpSender.class);
    /**
     * The largest number of waiting tasks for a host; services stay below it unless a name server has been silent for
     * long.
     */
    private static final int MOST_WAITING = 10_000;

    private final ReplaceableClient client;
    private final ExecutorService threads;
    private final PerHostExecutor starts;
    private final DnsPrefetch dnsPrefetch;
    private final TimeSource time;
    private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
    private final Set<ConnectCheck> connecting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * How connections are made.
     *
     * @param tls for servers with {@code https}
     */
    public record Connect(Duration timeout, ClientTls tls) {}

    /**
     * Owns both executors and shuts them down in {@link #close}.
     *
     * @param threads run all work, including timeouts
     * @param lookups resolve host names; a slow host holds at most one thread
     */
    public HttpSender(ExecutorService threads, ExecutorService lookups, Connect connect, TimeSource time) {
        this(threads, lookups, connect, time, DnsPrefetch.system());
    }

    HttpSender(
            ExecutorService threads,
            ExecutorService lookups,
            Connect connect,
            TimeSource time,
            DnsPrefetch dnsPrefetch) {
        this.threads = threads;
        this.starts = new PerHostExecutor(lookups, MOST_WAITING, time);
        this.dnsPrefetch = dnsPrefetch;
        this.time = time;
        this.client = new ReplaceableClient(() -> HttpClient.newBuilder()
                .executor(threads)
                .connectTimeout(connect.timeout())
                .sslContext(connect.tls().context())
                // A redirect would send a signed call to a server that is not configured.
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
    }

    /**
     * Sends a request.
     *
     * @param maxBytes the largest body of the response
     * @param atMost the time limit, including connection and body
     */
    public Exchange send(HttpRequest request, int maxBytes, Duration atMost) {
        Exchange exchange = new Exchange();
        underWay.add(exchange);
        CompletionStage<HttpResult> received = exchange.received();
        received.whenComplete((outcome, error) -> underWay.remove(exchange));
        exchange.limit(time.schedule(atMost, () -> execute(() -> exchange.end(new HttpResult.TimedOut()))));
        try {
            // On another thread, because the lookup of an address may block.
            starts.execute(request.uri().getHost(), () -> start(exchange, request, maxBytes));
        } catch (RejectedExecutionException e) {
            exchange.end(new HttpResult.NotConnected(String.valueOf(e.getMessage())));
        }
        if (closed) {
            exchange.cancel();
        }
        return exchange;
    }

    /**
     * Opens a connection to a server and closes it again.
     *
     * @return why the connection was not opened in time; empty: it was. Cancelling it ends the attempt
     */
    public CompletableFuture<Optional<String>> connect(URI url, Duration atMost) {
        ConnectCheck check = new ConnectCheck(time, atMost);
        connecting.add(check);
        CompletionStage<Optional<String>> result = check.result();
        result.whenComplete((fault, error) -> connecting.remove(check));
        try {
            starts.execute(url.getHost(), () -> check.start(url));
        } catch (RejectedExecutionException e) {
            check.result().complete(Optional.of("there is no connection: " + e.getMessage()));
        }
        if (closed) {
            check.cancel();
        }
        return check.result();
    }

    private void start(Exchange exchange, HttpRequest request, int maxBytes) {
        if (exchange.isOver()) {
            return;
        }
        try {
            dnsPrefetch.find(request.uri());
        } catch (UnknownHostException e) {
            exchange.end(fault(e));
            return;
        }
        try {
            exchange.send(() -> client.get()
                    .sendAsync(
                            request,
                            info -> new LimitedBody(
                                    maxBytes,
                                    info.headers()
                                            .firstValueAsLong("content-length")
                                            .orElse(-1))));
        } catch (RuntimeException e) {
            exchange.end(fault(e));
        }
    }

    /** Runs a short action on the threads of the sender; on the calling thread after they were shut down. */
    public void execute(Runnable action) {
        try {
            threads.execute(action);
        } catch (RejectedExecutionException e) {
            action.run();
        }
    }

    /** The client's thread, for tests. */
    Optional<Thread> selector() {
        return client.selector();
    }

    /** Whether the sender is closed. */
    public boolean isClosed() {
        return closed;
    }

    static HttpResult read(HttpResponse<Optional<byte[]>> response) {
        return response.body()
                .<HttpResult>map(body -> new HttpResult.Response(
                        response.statusCode(), response.headers().firstValue("retry-after"), body))
                .orElseGet(HttpResult.TooLarge::new);
    }

    static HttpResult fault(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof HttpConnectTimeoutException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof UnknownHostException
                    || cause instanceof UnresolvedAddressException
                    || cause instanceof SSLHandshakeException) {
                return new HttpResult.NotConnected(cause.toString());
            }
        }
        return new HttpResult.Broken(error.toString());
    }

    @Override
    public void close() {
        closed = true;
        underWay.forEach(Exchange::cancel);
        connecting.forEach(ConnectCheck::cancel);
        client.close().ifPresent(HttpSender::shutDown);
        starts.close();
        threads.shutdown();
    }

    private static void shutDown(HttpClient client) {
        try {
            // Since JDK 21; before, a client ends when it is no longer reachable.
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (NoSuchMethodException e) {
            log.debug("The HTTP client of this JVM cannot be shut down and ends when it is unreachable");
        } catch (IllegalAccessException | InvocationTargetException e) {
            log.warn("The HTTP client could not be shut down", e);
        }
    }
}
