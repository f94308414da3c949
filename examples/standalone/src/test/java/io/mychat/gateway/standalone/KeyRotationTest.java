package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.core.config.ReloadOutcome.Reloaded;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.test.GatewayFiles;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and users change while the gateway runs, over real sockets. */
class KeyRotationTest {

    private static final String OLD = "the old secret, which is long enough";
    private static final String NEW = "the new secret, which is long enough";
    private static final String HASH = new PasswordHasher().hash("correct horse");

    @TempDir
    private Path directory;

    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private GatewayFiles files;
    private LiveGateway gateway;

    @BeforeEach
    void start() {
        files = new GatewayFiles(directory).user("alice", HASH).auth("'jwt_secret': '" + OLD + "'");
        gateway = files.start(events::add);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Reloaded reload() {
        ReloadOutcome outcome = files.reload(gateway);
        assertThat(outcome).isInstanceOf(Reloaded.class);
        assertThat(outcome.toString() + events).doesNotContain(OLD, NEW, HASH);
        return (Reloaded) outcome;
    }

    @Test
    void anOldKeyChecksWhileItIsListedAndNewTokensCarryTheNewOne() throws Exception {
        String first = login("alice").path("token").textValue();
        assertThat(header(first).has("kid")).isFalse();
        TestClient live = gateway.connect();
        assertThat(live.verify(first).code()).isEqualTo(200);

        files.auth("'jwt_secret': '" + NEW
                + "', 'key_id': 'k2', 'verification_keys': [{'algorithm': 'HS256', 'secret': '" + OLD + "'}]");
        Reloaded rotated = reload();

        assertThat(rotated.changes().toString()).contains("$.auth.jwt_secret: (not shown) -> (not shown)");
        assertThat(rotated.restartNeeded()).isEmpty();
        assertThat(verify(first)).isEqualTo(200);
        String second = login("alice").path("token").textValue();
        assertThat(header(second).path("kid").textValue()).isEqualTo("k2");
        assertThat(verify(second)).isEqualTo(200);

        files.auth("'jwt_secret': '" + NEW + "', 'key_id': 'k2'");
        reload();

        assertThat(verify(first)).isEqualTo(401);
        assertThat(verify(second)).isEqualTo(200);
        assertThat(live.closeCode()).as("its token has the old key").isEqualTo(4401);
    }

    @Test
    void aKeyThatIsTooWeakChangesNothing() throws Exception {
        String first = login("alice").path("token").textValue();
        files.auth("'jwt_secret': 'short', 'token_expire_seconds': 5");

        ReloadOutcome outcome = files.reload(gateway);

        assertThat(outcome).isInstanceOf(ReloadOutcome.Rejected.class);
        assertThat(outcome.toString()).contains("$.auth.jwt_secret").doesNotContain("'short'");
        assertThat(verify(first)).isEqualTo(200);
        assertThat(login("alice").path("expires_in").intValue()).isEqualTo(86_400);
    }

    @Test
    void usersAndTheLifeOfTokensChange() throws Exception {
        files.user("bob", HASH);
        files.auth("'jwt_secret': '" + OLD + "', 'token_expire_seconds': 60");

        Reloaded reloaded = reload();

        assertThat(reloaded.changes())
                .extracting(change -> change.path())
                .containsExactly("$.auth.token_expire_seconds", "$.auth.users_file");
        assertThat(login("bob").path("expires_in").intValue()).isEqualTo(60);
    }

    @Test
    void whetherThereIsAUsersFileAtAllNeedsARestart() throws Exception {
        files.authWithoutUsers("'jwt_secret': '" + OLD + "'");

        assertThat(reload().restartNeeded()).containsExactly("$.auth.users_file");
        assertThat(login("alice").path("token").textValue()).isNotEmpty();
    }

    private JsonNode login(String user) {
        TestHttpClient.Answer answer = gateway.http()
                .post(
                        "/api/auth/login",
                        "{\"username\":\"" + user + "\",\"password\":\"correct horse\",\"platform\":\"web\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private int verify(String token) {
        return gateway.http().withToken(token).get("/api/auth/verify").status();
    }

    private static JsonNode header(String token) throws IOException {
        byte[] json = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
        return new JsonMapper().readTree(new String(json, StandardCharsets.UTF_8));
    }
}
