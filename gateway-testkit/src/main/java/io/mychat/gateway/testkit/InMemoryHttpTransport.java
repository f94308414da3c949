package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An {@link HttpTransport} without sockets: requests are answered on the thread of the caller. {@link #get} and
 * {@link #post} send requests like a program on this machine.
 *
 * @since 0.1.0
 */
public final class InMemoryHttpTransport implements HttpTransport {

    /** The port that stands for a free port of an operating system. */
    private static final int ANY_PORT = 49_153;

    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000);

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private volatile @Nullable Started started;
    private volatile boolean closed;
    private volatile @Nullable InMemoryHttpTransport other;

    @Override
    public synchronized InetSocketAddress start(HttpSettings settings, HttpEndpoint endpoint) {
        if (started != null || closed) {
            throw new IllegalStateException("the transport was already started");
        }
        started = new Started(settings, endpoint);
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), settings.port() == 0 ? ANY_PORT : settings.port());
    }

    @Override
    public Optional<HttpTransport> another() {
        InMemoryHttpTransport made = new InMemoryHttpTransport();
        other = made;
        return Optional.of(made);
    }

    /** The last result of {@link #another()}, which is the management port of a gateway. */
    public InMemoryHttpTransport other() {
        return Objects.requireNonNull(other, "no other transport was asked for");
    }

    @Override
    public boolean isAccepting() {
        return started != null && !closed;
    }

    @Override
    public void close() {
        closed = true;
        started = null;
    }

    /**
     * Sends a request. A body beyond the limit is removed and marked. An exception of the endpoint becomes a 500 with
     * an empty body, see {@link #failures()}.
     *
     * @throws IllegalStateException when the transport does not accept connections
     */
    public HttpResponse call(HttpRequest request) {
        Started running = started;
        if (running == null || closed) {
            throw new IllegalStateException("the transport accepts no connections");
        }
        try {
            return running.endpoint().handle(limited(request, running.settings().maxBodyBytes()));
        } catch (RuntimeException | Error e) { // as a transport does
            failures.add(e);
            return new HttpResponse(500, Map.of(), new byte[0]);
        }
    }

    /**
     * Opens a response that is sent piece by piece, by a GET from the loopback address.
     *
     * @throws AssertionError when the answer is a whole one
     */
    public InMemoryStream stream(String path, Map<String, String> headers) {
        Started running = started;
        if (running == null || closed) {
            throw new IllegalStateException("the transport accepts no connections");
        }
        HttpAdmission admission = running.endpoint().admit(request("GET", path, headers, new byte[0]));
        if (admission instanceof HttpAdmission.Stream opened) {
            InMemoryStream stream = new InMemoryStream(opened);
            stream.open();
            return stream;
        }
        String answer = admission instanceof HttpAdmission.Answer whole
                ? whole.response().status() + " " + new String(whole.response().body(), StandardCharsets.UTF_8)
                : "a whole response";
        throw new AssertionError("no stream: " + answer);
    }

    /**
     * Sends a GET from the loopback address.
     *
     * @param path may have a query after a question mark
     */
    public HttpResponse get(String path, Map<String, String> headers) {
        return call(request("GET", path, headers, new byte[0]));
    }

    /** Sends a POST of JSON from the loopback address. */
    public HttpResponse post(String path, Map<String, String> headers, String json) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.put("content-type", "application/json");
        all.putAll(headers);
        return call(request("POST", path, all, json.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a DELETE from the loopback address. */
    public HttpResponse delete(String path, Map<String, String> headers) {
        return call(request("DELETE", path, headers, new byte[0]));
    }

    TestHttpClient.Answer answer(HttpExchange.Call call) {
        String json = call.json();
        HttpResponse response = json == null
                ? call(request(call.method(), call.path(), call.headers(), new byte[0]))
                : post(call.path(), call.headers(), json);
        return new TestHttpClient.Answer(response.status(), new String(response.body(), StandardCharsets.UTF_8));
    }

    /** Exceptions of the endpoint; an endpoint should not throw. */
    public List<Throwable> failures() {
        return List.copyOf(failures);
    }

    private static HttpRequest request(String method, String path, Map<String, String> headers, byte[] body) {
        Map<String, List<String>> byLowerCaseName = new TreeMap<>();
        byLowerCaseName.put("host", List.of("127.0.0.1"));
        headers.forEach((name, value) -> byLowerCaseName.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        String[] parts = path.split("\\?", 2);
        return new HttpRequest(
                method, parts[0], query(parts.length == 2 ? parts[1] : ""), byLowerCaseName, body, false, CLIENT);
    }

    private static Map<String, List<String>> query(String text) {
        Map<String, List<String>> parameters = new TreeMap<>();
        for (String part : text.split("&", -1)) {
            if (!part.isEmpty()) {
                String[] pair = part.split("=", 2);
                parameters
                        .computeIfAbsent(decode(pair[0]), name -> new ArrayList<>())
                        .add(pair.length == 2 ? decode(pair[1]) : "");
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static HttpRequest limited(HttpRequest request, int maxBodyBytes) {
        if (request.body().length <= maxBodyBytes) {
            return request;
        }
        return new HttpRequest(
                request.method(),
                request.path(),
                request.query(),
                request.headers(),
                new byte[0],
                true,
                request.peer());
    }

    private record Started(HttpSettings settings, HttpEndpoint endpoint) {}
}
