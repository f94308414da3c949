package io.mychat.gateway.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestProcess;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A real application with WebFlux, in a JVM of its own: its class path has no servlets. */
class WebFluxTest {

    /** Spring Boot 3.5 prefers Undertow, which a gateway with ports of its own brings, to Netty. */
    private static final Pattern SERVER = Pattern.compile("(?:Netty|Undertow) started on port (\\d+)");

    private static final Pattern GATEWAY =
            Pattern.compile("Gateway serves WebSocket on 127\\.0\\.0\\.1:(\\d+) and HTTP on 127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern NOT_THERE = Pattern.compile(
            ".*(tomcat|jetty|webmvc|servlet|jakarta\\.websocket|spring-security|boot-security|boot-starter-security).*");

    @Test
    void theGatewayHasPortsOfItsOwnBesideWebFluxAndSaysSo() throws Exception {
        try (TestProcess process = program(NOT_THERE)
                .readyWhen(started -> started.output().contains("Started WebFluxApplication"))
                .start()) {
            process.awaitReady();
            assertThat(process.output())
                    .contains("The gateway opens ports of its own")
                    .contains("WebFlux on Netty");
            try (TestClient alice =
                            TestClient.connect(URI.create("ws://127.0.0.1:" + port(GATEWAY, 1, process) + "/ws"));
                    TestClient bob =
                            TestClient.connect(URI.create("ws://127.0.0.1:" + port(GATEWAY, 1, process) + "/ws"))) {
                alice.login("alice", "any", "web", "").expect(200);
                bob.login("bob", "any", "web", "").expect(200);
                alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}").expect(200);
                assertThat(bob.next(2003).text("content")).isEqualTo("hi");
                assertThat(get(port(SERVER, 1, process), "/hello")).isEqualTo("hello");
                assertThat(get(port(GATEWAY, 2, process), "/api/system/health")).contains("\"healthy\"");

                process.terminate();

                assertThat(alice.closeCode()).isEqualTo(1001);
            }
            assertThat(process.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void withoutATransportForPortsTheStartSaysWhatIsMissing() {
        Pattern alsoWithoutUndertow = Pattern.compile(NOT_THERE.pattern() + "|.*undertow.*");
        try (TestProcess process = program(alsoWithoutUndertow).start()) {
            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.output()).contains("gateway-transport-undertow is not on the class path");
        }
    }

    private static TestProcess.Builder program(Pattern notThere) {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !notThere.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
        return TestProcess.of(List.of(
                TestProcess.java(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                WebFluxApplication.class.getName(),
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--mychat.server.host=127.0.0.1",
                "--mychat.server.websocket-port=0",
                "--mychat.server.http-port=0",
                "--mychat.server.drain-seconds=0"));
    }

    private static int port(Pattern line, int group, TestProcess process) {
        Matcher started = line.matcher(process.output());
        assertThat(started.find()).as(process.output()).isTrue();
        return Integer.parseInt(started.group(group));
    }

    private static String get(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
