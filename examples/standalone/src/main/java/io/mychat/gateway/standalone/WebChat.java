package io.mychat.gateway.standalone;

import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * The web chat of a demo: the files of {@code examples/web-chat}, and {@code /demo.json}, which tells them where the
 * gateway is. A request finds a file only by its exact path. Thread-safe.
 */
final class WebChat implements HttpEndpoint {

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final List<String> FILES = List.of(
            "index.html",
            "style.css",
            "icon.svg",
            "app.js",
            "chats.js",
            "gateway.js",
            "gateway-client.js",
            "texts.js",
            "theme.js",
            "views.js");

    private final Map<String, Content> contents = new LinkedHashMap<>();
    private final List<String> users;
    private final IntSupplier webSocketPort;

    /** A body with its media type. */
    private record Content(String type, byte[] body) {}

    /**
     * @param users the names that the page offers
     * @param webSocketPort the port of the running gateway
     */
    WebChat(List<String> users, IntSupplier webSocketPort) {
        this.users = List.copyOf(users);
        this.webSocketPort = webSocketPort;
        FILES.forEach(name -> contents.put("/" + name, read(name)));
        contents.put("/", read("index.html"));
    }

    private static Content read(String name) {
        try (InputStream file = WebChat.class.getResourceAsStream("web-chat/" + name)) {
            if (file == null) {
                throw new IllegalStateException("the program lacks its file web-chat/" + name);
            }
            String type = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
            return new Content(type, file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        Content content = request.path().equals("/demo.json") ? demo() : contents.get(request.path());
        if (content == null) {
            return respond(404, Map.of(), new Content("text/plain; charset=utf-8", bytes("Not Found\n")));
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            Map<String, String> allow = Map.of("Allow", "GET, HEAD");
            return respond(405, allow, new Content("text/plain; charset=utf-8", bytes("Method Not Allowed\n")));
        }
        return respond(200, Map.of(), content);
    }

    private HttpResponse respond(int status, Map<String, String> more, Content content) {
        int port = webSocketPort.getAsInt();
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Content-Type", content.type());
        headers.put("Cache-Control", "no-cache");
        headers.put(
                "Content-Security-Policy",
                ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                                + " connect-src 'self' ws://127.0.0.1:%d ws://localhost:%d; base-uri 'none';"
                                + " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'")
                        .formatted(port, port));
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Content-Type-Options", "nosniff");
        return new HttpResponse(status, headers, content.body());
    }

    /** The names are plain words, so they need no escapes. */
    private Content demo() {
        String names = users.stream().map(name -> '"' + name + '"').collect(Collectors.joining(",", "[", "]"));
        String json = "{\"websocket_port\":%d,\"users\":%s}".formatted(webSocketPort.getAsInt(), names);
        return new Content("application/json", bytes(json));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
