package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of a demo. Whether they work is tried with a browser, in gateway-client-ts. */
class WebChatTest {

    private static final Path FILES = Path.of("..", "web-chat");

    private final WebChat chat = new WebChat(List.of("alice", "bob"), () -> 8080);

    private HttpResponse answer(String method, String path) {
        InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1234);
        return chat.handle(new HttpRequest(method, path, Map.of(), Map.of(), new byte[0], false, peer));
    }

    private String body(String path) {
        HttpResponse response = answer("GET", path);
        assertThat(response.status()).as(path).isEqualTo(200);
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/index.html, text/html; charset=utf-8",
        "/style.css, text/css; charset=utf-8",
        "/app.js, text/javascript; charset=utf-8",
        "/gateway-client.js, text/javascript; charset=utf-8",
        "/icon.svg, image/svg+xml",
        "/demo.json, application/json"
    })
    void eachFileHasItsType(String path, String type) {
        assertThat(answer("GET", path).headers()).containsEntry("Content-Type", type);
        assertThat(answer("HEAD", path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../config/users.json",
                "/web-chat/../WebChat.class",
                "/./app.js",
                "//app.js",
                "/app.js/",
                "/app.js\0",
                "/APP.JS",
                "/demo.json/",
                "/WebChat.class",
                "\\app.js",
                ""
            })
    void onlyExactPathsFindSomething(String path) {
        assertThat(answer("GET", path).status()).isEqualTo(404);
    }

    @Test
    void othersThanGetAndHeadAreRefused() {
        HttpResponse response = answer("POST", "/");

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers()).containsEntry("Allow", "GET, HEAD");
    }

    @Test
    void everyAnswerForbidsWhatThePageDoesNotNeed() {
        for (String path : List.of("/", "/app.js", "/demo.json", "/nothing")) {
            assertThat(answer("GET", path).headers())
                    .as(path)
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .hasEntrySatisfying(
                            "Content-Security-Policy",
                            policy -> assertThat(policy)
                                    .startsWith("default-src 'none'; script-src 'self';")
                                    .contains("connect-src 'self' ws://127.0.0.1:8080 ws://localhost:8080;")
                                    .doesNotContain("unsafe", "*", "data:"));
        }
    }

    @Test
    void theDemoTellsWhereItIs() {
        assertThat(body("/demo.json")).isEqualTo("{\"websocket_port\":8080,\"users\":[\"alice\",\"bob\"]}");
    }

    @Test
    void everyFileIsServedAsItIs() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            for (Path file :
                    files.filter(one -> !one.toString().endsWith(".md")).toList()) {
                assertThat(body("/" + file.getFileName())).isEqualTo(Files.readString(file));
            }
        }
    }

    /** Neither of them has a build step, so each has its file. */
    @Test
    void theConsoleHasTheSameThemes() throws IOException {
        try (InputStream console = WebChatTest.class.getResourceAsStream("/io/mychat/gateway/console/web/theme.js")) {
            assertThat(new String(console.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(body("/theme.js"));
        }
    }

    @Test
    void whatThePageRefersToIsThere() {
        Pattern reference = Pattern.compile("(?:src|href)=\"([^\"]+)\"|from '\\./([^']+)'");
        for (String page : List.of("/", "/app.js", "/chats.js", "/gateway.js", "/views.js", "/theme.js", "/texts.js")) {
            reference.matcher(body(page)).results().forEach(found -> {
                String name = found.group(1) == null ? found.group(2) : found.group(1);
                assertThat(answer("GET", "/" + name).status())
                        .as(page + " → " + name)
                        .isEqualTo(200);
            });
        }
    }

    @Test
    void nothingIsLoadedFromOutside() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            for (Path file : files.filter(one -> one.toString().matches(".*\\.(html|css|js)"))
                    .toList()) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContainPattern("(?:src|href)=\"https?:|url\\(|@import|innerHTML|eval\\(");
            }
        }
    }
}
