package io.mychat.gateway.standalone;

import io.mychat.gateway.spi.page.StaticFile;
import io.mychat.gateway.spi.page.StaticFiles;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * The web chat of a demo: the files of {@code examples/web-chat}, and {@code /demo.json}, which tells them where the
 * gateway is. Thread-safe.
 */
final class WebChat implements HttpEndpoint {

    private static final List<String> NAMES = List.of(
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

    private final StaticFiles files;
    private final List<String> users;
    private final IntSupplier webSocketPort;

    /**
     * @param users the names that the page offers
     * @param webSocketPort the port of the running gateway
     */
    WebChat(List<String> users, IntSupplier webSocketPort) {
        this.users = List.copyOf(users);
        this.webSocketPort = webSocketPort;
        Map<String, StaticFile> byPath = new LinkedHashMap<>();
        NAMES.forEach(name -> byPath.put("/" + name, StaticFile.read(WebChat.class, "web-chat/" + name)));
        byPath.put("/", StaticFile.read(WebChat.class, "web-chat/index.html"));
        this.files = new StaticFiles(byPath, this::policy);
    }

    private String policy() {
        int port = webSocketPort.getAsInt();
        return ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                        + " connect-src 'self' ws://127.0.0.1:%d ws://localhost:%d; base-uri 'none';"
                        + " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'")
                .formatted(port, port);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return request.path().equals("/demo.json") ? files.respond(request, demo()) : files.handle(request);
    }

    /** The names are plain words, so they need no escapes. */
    private StaticFile demo() {
        String names = users.stream().map(name -> '"' + name + '"').collect(Collectors.joining(",", "[", "]"));
        String json = "{\"websocket_port\":%d,\"users\":%s}".formatted(webSocketPort.getAsInt(), names);
        return StaticFile.of("demo.json", json.getBytes(StandardCharsets.UTF_8));
    }
}
