package io.mychat.gateway.attack.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestProcess;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With a management port, no spelling of an operator's path leads to it through the port of the clients, not even for an
 * administrator; and no client reaches a file or another's resource by a path.
 */
class ManagementExposureTest {

    private static LiveGateway gateway;
    private static String administrator;

    @BeforeAll
    static void start() throws Exception {
        gateway = LiveGateway.start(builder -> builder.managementPort(TestProcess.freePort()));
        administrator = gateway.clients().httpLogin("root", "d").text("token");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String ask(String request, String... headers) throws IOException {
        try (RawClient client = RawClient.connect(gateway.server().httpAddress())) {
            client.write(request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                    + administrator + "\r\n" + String.join("", List.of(headers)) + "\r\n");
            return new String(client.rest(), UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/connections/stats",
                "/api/connections/stats/",
                "/api/connections//stats",
                "//api/connections/stats",
                "/api/./connections/stats",
                "/api/system/health/../../connections/stats",
                "/api/auth/%2e%2e/connections/stats",
                "/api/auth/..%2fconnections/stats",
                "/api/auth/..;/connections/stats",
                "/api;x=y/connections/stats",
                "/api/connections;x=y/stats",
                "/api/connections/stats;x=y",
                "/api/%63onnections/stats",
                "/api/%2563onnections/stats",
                "/api%2fconnections%2fstats",
                "/%61%70%69/connections/stats",
                "/API/connections/stats",
                "/api/Connections/Stats",
                "/api/connections/stats%00",
                "/api/connections/stats%20",
                "/api/connections/stats?",
                "/api/system/health/?x=/api/connections/stats",
                "/api/system/metrics",
                "/api/system/%6detrics",
                "/api/system/config",
                "/api/system/audit",
                "/api/system/health/live/../../config",
                "/api/bans",
                "/api/connections/online",
                "http://localhost/api/connections/stats",
                "/etc/passwd",
                "/../../../../../../etc/passwd",
                "/..%2f..%2f..%2f..%2fetc%2fpasswd",
                "/api/..\\..\\etc\\passwd",
                "/gateway_config.json",
                "/META-INF/MANIFEST.MF"
            })
    void thePortOfTheClientsLeadsToNothingElse(String target) throws Exception {
        for (String method : List.of("GET", "HEAD", "POST", "OPTIONS", "DELETE", "PUT", "PATCH", "TRACE", "GETX")) {
            String answer = ask(method + " " + target, method.equals("GET") ? "" : "Content-Length: 0\r\n");
            assertThat(answer).as(method).matches("(?s)HTTP/1\\.1 (400|404|501) .*");
        }
        assertThat(ask("GET /api/system/health")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Original-URL: /api/connections/stats",
                "X-Rewrite-URL: /api/connections/stats",
                "X-Forwarded-Prefix: /api/connections",
                "X-HTTP-Method-Override: DELETE",
                "X-Forwarded-Host: localhost",
                "X-Forwarded-Port: 1",
                "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"
            })
    void noHeaderChangesThePathOrTheMethod(String header) throws Exception {
        String plain = ask("GET /api/system/health/live");
        assertThat(ask("GET /api/system/health/live", header + "\r\n").lines().findFirst())
                .isEqualTo(plain.lines().findFirst());
        assertThat(ask("GET /api/none", header + "\r\n")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void traceEchoesNothing() throws Exception {
        assertThat(ask("TRACE /api/system/health", "X-Secret: do not echo\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .doesNotContain("do not echo", administrator);
    }
}
