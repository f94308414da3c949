package io.mychat.gateway.system.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.system.LiveGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Correct logins over HTTP at the same time, with the real cost of a password: all of them succeed. */
@Timeout(120)
class ParallelLoginsTest {

    private static final String PASSWORD = "correct horse battery staple";
    private static final int USERS = 30;

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private GatewayServer server;

    @SuppressWarnings("NullAway.Init")
    private URI login;

    @BeforeEach
    void start() throws IOException {
        String hash = new PasswordHasher().hash(PASSWORD);
        List<String> users = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            String name = "user" + i;
            users.add("{\"user_id\":\"" + name + "\",\"username\":\"" + name + "\",\"password_hash\":\"" + hash
                    + "\",\"roles\":[]}");
        }
        Path file = Files.writeString(directory.resolve("users.json"), users.toString());
        server = LiveGateway.withDefaults()
                .setting("auth.users_file", file.toString())
                .build();
        server.start();
        login = URI.create("http://127.0.0.1:" + server.httpAddress().getPort() + "/api/auth/login");
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void nineLoginsOfOneUserSucceed() {
        assertThat(answers(1, 9)).isEqualTo(Map.of("200", 9));
    }

    @Test
    void theySucceedAfterTwoTypingErrorsAtTheSameAddress() {
        assertThat(http.sendAsync(request("user0", "typing error"), BodyHandlers.ofString())
                        .join()
                        .statusCode())
                .isEqualTo(401);
        assertThat(http.sendAsync(request("user1", "typing error"), BodyHandlers.ofString())
                        .join()
                        .statusCode())
                .isEqualTo(401);
        assertThat(answers(USERS, 1)).isEqualTo(Map.of("200", USERS));
    }

    @Test
    @Tag("proof")
    void sixLoginsOfEachOfThirtyUsersSucceed() {
        assertThat(answers(USERS, 6)).isEqualTo(Map.of("200", USERS * 6));
    }

    private Map<String, Integer> answers(int users, int each) {
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < users * each; i++) {
            calls.add(http.sendAsync(request("user" + i % users, PASSWORD), BodyHandlers.ofString()));
        }
        Map<String, Integer> answers = new TreeMap<>();
        for (CompletableFuture<HttpResponse<String>> call : calls) {
            HttpResponse<String> response = call.join();
            String what = response.statusCode() == 200 ? "200" : response.body();
            answers.merge(what, 1, Integer::sum);
        }
        return answers;
    }

    private HttpRequest request(String user, String password) {
        String body = "{\"username\":\"" + user + "\",\"password\":\"" + password + "\",\"platform\":\"web\"}";
        return HttpRequest.newBuilder(login)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(100))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
