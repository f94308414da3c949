package io.mychat.gateway.system.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestHttpClient;
import java.io.IOException;
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
    /** More than are hashed at the same time. */
    private static final int FEW_USERS = 12;

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private LiveGateway gateway;

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
        gateway = LiveGateway.start(LiveGateway.withDefaults().setting("auth.users_file", file.toString()));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void nineLoginsOfOneUserSucceed() {
        assertThat(answers(1, 9)).isEqualTo(Map.of("200", 9));
    }

    @Test
    void theySucceedAfterTwoTypingErrorsAtTheSameAddress() {
        assertThat(login("user0", "typing error").join().status()).isEqualTo(401);
        assertThat(login("user1", "typing error").join().status()).isEqualTo(401);
        assertThat(answers(FEW_USERS, 1)).isEqualTo(Map.of("200", FEW_USERS));
    }

    @Test
    @Tag("proof")
    void thirtySucceedAfterATypingErrorToo() {
        assertThat(login("user0", "typing error").join().status()).isEqualTo(401);
        assertThat(answers(USERS, 1)).isEqualTo(Map.of("200", USERS));
    }

    @Test
    @Tag("proof")
    void sixLoginsOfEachOfThirtyUsersSucceed() {
        assertThat(answers(USERS, 6)).isEqualTo(Map.of("200", USERS * 6));
    }

    private Map<String, Integer> answers(int users, int each) {
        List<CompletableFuture<TestHttpClient.Answer>> calls = new ArrayList<>();
        for (int i = 0; i < users * each; i++) {
            calls.add(login("user" + i % users, PASSWORD));
        }
        Map<String, Integer> answers = new TreeMap<>();
        for (CompletableFuture<TestHttpClient.Answer> call : calls) {
            TestHttpClient.Answer response = call.join();
            String what = response.status() == 200 ? "200" : response.body();
            answers.merge(what, 1, Integer::sum);
        }
        return answers;
    }

    private CompletableFuture<TestHttpClient.Answer> login(String user, String password) {
        return gateway.http()
                .withPatience(Duration.ofSeconds(100))
                .postAsync(
                        "/api/auth/login",
                        "{\"username\":\"" + user + "\",\"password\":\"" + password + "\",\"platform\":\"web\"}");
    }
}
