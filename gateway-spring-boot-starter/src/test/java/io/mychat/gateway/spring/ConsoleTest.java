package io.mychat.gateway.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.TestProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The console for operators on the port of an application whose Spring Security lets nobody in without a login. */
class ConsoleTest {

    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    @Test
    void theConsoleIsOnThePortOfTheApplicationForAdministrators() throws Exception {
        try (RunningApplication application =
                RunningApplication.start(List.of(Guarded.class), "mychat.console.enabled=true")) {
            HttpResponse<String> page = application.get("/console/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("<script type=\"module\" src=\"app.js\">");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy ->
                            assertThat(policy).contains("default-src 'none'").contains("frame-ancestors 'none'"));
            assertThat(application.get("/console/app.js").headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/javascript"));
            assertThat(application.get("/console").headers().firstValue("Location"))
                    .contains("console/");
            assertThat(application.get("/console/../api/system/config").statusCode())
                    .isNotEqualTo(200);
            assertThat(application.get("/hello").statusCode())
                    .as("Spring Security guards the rest")
                    .isEqualTo(401);

            assertThat(configOf(application, "", "root")).isEqualTo(200);
            assertThat(configOf(application, "", "alice")).isEqualTo(403);
            assertThat(application.get("/api/system/config").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void itIsBelowThePathOfTheGateway() throws Exception {
        try (RunningApplication application = RunningApplication.start(
                List.of(Guarded.class),
                "mychat.console.enabled=true",
                "mychat.boot.path=/chat",
                "server.servlet.context-path=/app")) {
            assertThat(application.get("/app/chat/console/").statusCode()).isEqualTo(200);
            assertThat(application.get("/app/chat/console").headers().firstValue("Location"))
                    .contains("console/");
            assertThat(application.get("/app/console/").statusCode()).isEqualTo(401);
            assertThat(configOf(application, "/app/chat", "root")).isEqualTo(200);
        }
    }

    @Test
    void unlessItIsConfiguredThereIsNone() throws Exception {
        try (RunningApplication application = RunningApplication.start(List.of(Guarded.class))) {
            assertThat(application.get("/console/").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void withAPortForOperatorsItIsThere() throws Exception {
        int port = TestProcess.freePort();
        try (RunningApplication application = RunningApplication.start(
                List.of(Guarded.class),
                "mychat.console.enabled=true",
                "management.server.port=" + port,
                "management.server.address=127.0.0.1",
                "mychat.server.management-port=" + port)) {
            assertThat(application.get("/console/").statusCode()).isEqualTo(404);
            assertThat(application
                            .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/console/")))
                            .body())
                    .contains("src=\"app.js\"");
        }
    }

    /** What the page does: it logs in, and asks with the token. */
    private static int configOf(RunningApplication application, String path, String user)
            throws IOException, InterruptedException {
        String base = "http://127.0.0.1:" + application.port() + path + "/api";
        String login = "{\"username\":\"%s\",\"password\":\"%s\",\"platform\":\"admin\"}"
                .formatted(user, ChatApplication.PASSWORD);
        HttpResponse<String> answer = application.send(HttpRequest.newBuilder(URI.create(base + "/auth/login"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(login)));
        Matcher token = TOKEN.matcher(answer.body());
        return token.find()
                ? application
                        .send(HttpRequest.newBuilder(URI.create(base + "/system/config"))
                                .header("Authorization", "Bearer " + token.group(1)))
                        .statusCode()
                : answer.statusCode();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Guarded {

        @Bean
        CredentialVerifier users() {
            return (username, password) -> password.equals(ChatApplication.PASSWORD)
                    ? new CredentialVerdict.Accepted(
                            new UserInfo(username, username, username.equals("root") ? Set.of("admin") : Set.of()))
                    : new CredentialVerdict.Rejected();
        }
    }
}
