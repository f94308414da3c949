package io.mychat.gateway.attack.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nothing that a client sends makes a header of an answer, or a second answer, and only the listed pages get theirs. */
class InjectedHeadersTest {

    private static final String PAGE = "https://app.example.com";
    /** All that the gateway ever says of its own accord. */
    private static final Set<String> KNOWN = Set.of(
            "access-control-allow-headers",
            "access-control-allow-methods",
            "access-control-allow-origin",
            "access-control-expose-headers",
            "access-control-max-age",
            "allow",
            "cache-control",
            "connection",
            "content-length",
            "content-type",
            "date",
            "retry-after",
            "sec-websocket-accept",
            "sec-websocket-protocol",
            "sec-websocket-version",
            "upgrade",
            "vary",
            "www-authenticate",
            "x-content-type-options");

    private static LiveGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = LiveGateway.start(builder -> builder.setting("security.allowed_origins", List.of(PAGE)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String head(InetSocketAddress port, String request) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            client.write(request.getBytes(UTF_8));
            return client.readHead();
        }
    }

    private static String api(String target, String... headers) throws IOException {
        return head(
                gateway.server().httpAddress(),
                "GET " + target + " HTTP/1.1\r\nHost: h\r\n" + String.join("", List.of(headers)) + "\r\n");
    }

    private static String handshake(String... headers) throws IOException {
        return head(gateway.webSocketAddress(), RawClient.handshake("/ws", headers));
    }

    private static void saysOnlyWhatIsKnown(String head) {
        Set<String> names = new TreeSet<>();
        head.lines().skip(1).filter(line -> !line.isEmpty()).forEach(line -> {
            String name = line.substring(0, Math.max(0, line.indexOf(':')));
            assertThat(names.add(name.toLowerCase(Locale.ROOT)))
                    .as("%s is there once", name)
                    .isTrue();
        });
        assertThat(KNOWN).as(head).containsAll(names);
        assertThat(head).doesNotContain("forged");
    }

    @Test
    void encodedLineEndsStayInTheirValue() throws Exception {
        String forged = "%0d%0aX-Forged:%20forged%0d%0a%0d%0aHTTP/1.1%20200%20forged";
        for (String target : List.of(
                "/api/system/health?x=" + forged,
                "/api/" + forged,
                "/api/bans/" + forged,
                "/" + forged,
                "/api/system/trace?user=" + forged)) {
            saysOnlyWhatIsKnown(api(target));
        }
        for (String header : List.of("Origin", "X-Request-Id", "Idempotency-Key", "Authorization", "traceparent")) {
            saysOnlyWhatIsKnown(api("/api/system/health", header + ": a" + forged + "\u0085X-Forged: forged\r\n"));
        }
        saysOnlyWhatIsKnown(handshake("Sec-WebSocket-Protocol: mychat.v1.json" + forged + ", mychat.v1.json"));
        saysOnlyWhatIsKnown(handshake("Sec-WebSocket-Extensions: " + forged + ", permessage-deflate"));
    }

    @Test
    void onlyTheListedPageIsTrusted() throws Exception {
        assertThat(api("/api/system/health", "Origin: " + PAGE + "\r\n"))
                .contains("Access-Control-Allow-Origin: " + PAGE + "\r\n")
                .doesNotContainIgnoringCase("allow-credentials");
        assertThat(handshake("Origin: " + PAGE)).startsWith("HTTP/1.1 101 ");
        for (String other : List.of(
                "null",
                "*",
                "",
                "http://app.example.com",
                "https://app.example.com.evil.example",
                "https://evil-app.example.com",
                "https://app.example.com:444",
                "https://app.example.com@evil.example",
                "https://app.example.com/",
                "https://app.example.com#",
                "https://app.example.com%00.evil.example",
                "https://appXexample.com",
                "https://sub.app.example.com",
                "https://app.example.com, https://evil.example",
                "https://evil.example https://app.example.com",
                "chrome-extension://app.example.com",
                "file://")) {
            assertThat(api("/api/system/health", "Origin: " + other + "\r\n"))
                    .as(other)
                    .doesNotContainIgnoringCase("access-control-allow");
            assertThat(handshake("Origin: " + other)).as(other).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void twoOfAHeaderThatSaysWhoAsksAreRefused() throws Exception {
        String token = gateway.clients().httpLogin("root", "d").text("token");
        String root = "Authorization: Bearer " + token + "\r\n";

        assertThat(api("/api/connections/stats", root)).startsWith("HTTP/1.1 200 ");
        assertThat(api("/api/connections/stats", root, root)).startsWith("HTTP/1.1 400 ");
        assertThat(api("/api/connections/stats", "Authorization: Bearer x\r\n", root))
                .startsWith("HTTP/1.1 400 ");
        assertThat(api("/api/connections/stats", root, "X-Api-Key: a\r\n", "x-api-key: b\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(handshake("Origin: " + PAGE, "Origin: https://evil.example")).startsWith("HTTP/1.1 400 ");
        assertThat(api("/api/system/metrics", "Authorization: Bearer x\r\n", "Authorization: Bearer y\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }
}
