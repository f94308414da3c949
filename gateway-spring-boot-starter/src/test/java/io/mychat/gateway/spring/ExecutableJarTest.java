package io.mychat.gateway.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The jar of examples/spring-boot as a user starts it. Only the module that is built behind the example runs it. */
@EnabledIfSystemProperty(named = "application.jar", matches = ".+")
class ExecutableJarTest {

    private static final Pattern PORT = Pattern.compile("(?:Tomcat|Jetty) started on port (\\d+)");

    @Test
    @Tag("proof")
    void theJarRunsTheGatewayAndLeavesInOrder() throws Exception {
        int port = TestProcess.freePort();
        try (TestProcess jar = TestProcess.of(List.of(
                        TestProcess.java(),
                        "-jar",
                        System.getProperty("application.jar"),
                        "--server.port=" + port,
                        "--mychat.server.drain-seconds=0"))
                .readyWhen(process -> process.output().contains("Started ChatApplication"))
                .start()) {
            jar.awaitReady();
            Matcher started = PORT.matcher(jar.output());
            assertThat(started.find()).as(jar.output()).isTrue();
            assertThat(HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/console/"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body())
                    .as("the console")
                    .contains("src=\"app.js\"");
            try (TestClient alice = TestClient.connect(URI.create("ws://127.0.0.1:" + port + "/ws"))) {
                alice.login("alice", "secret", "web", "").expect(200);
                assertThat(alice.request(5001, "{\"name\":\"world\"}")
                                .expect(200)
                                .text("text"))
                        .isEqualTo("Hello world");

                jar.terminate();

                assertThat(alice.closeCode()).isEqualTo(1001);
            }
            assertThat(jar.exitCode()).isEqualTo(143);
            assertThat(jar.output()).contains("Gateway has stopped");
        }
    }
}
