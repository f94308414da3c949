package io.mychat.gateway.system.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.test.GatewayFiles;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient.Answer;
import io.mychat.gateway.testkit.TestMessage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A gateway with its {@link GatewayFiles}, and those who log in there. */
final class FileGateway implements AutoCloseable {

    static final String SECRET = "a secret of these tests, and long enough";

    /** Each costs some ten milliseconds; the same text is the same unchanged password. */
    private static final Map<String, String> HASHES = new ConcurrentHashMap<>();

    private final GatewayFiles files;
    private @Nullable LiveGateway gateway;

    /** @param more sections of the configuration, in single quotes: empty, or with a comma at the end */
    FileGateway(Path directory, String more) {
        files = new GatewayFiles(directory).sections(more);
    }

    static String hash(String password) {
        return HASHES.computeIfAbsent(password, text -> new PasswordHasher().hash(text));
    }

    FileGateway user(String name, String password, String... roles) {
        files.user(name, hash(password), roles);
        return this;
    }

    FileGateway without(String name) {
        files.without(name);
        return this;
    }

    /** @param json keys of section {@code auth}, in single quotes */
    FileGateway keys(String json) {
        files.auth(json);
        return this;
    }

    FileGateway start() {
        gateway = files.start(event -> {});
        return this;
    }

    ReloadOutcome.Reloaded reload() {
        ReloadOutcome outcome = files.reload(gateway());
        assertThat(outcome).isInstanceOf(ReloadOutcome.Reloaded.class);
        return (ReloadOutcome.Reloaded) outcome;
    }

    private LiveGateway gateway() {
        return Objects.requireNonNull(gateway);
    }

    /** A client that has logged in, and its tokens. */
    record Person(TestClient client, String access, String refresh) {

        int command() {
            return client.request(1004, "{}").code();
        }

        void assertClosed() {
            assertThat(client.next(4003).text("reason")).isEqualTo("token_revoked");
            assertThat(client.closeCode()).isEqualTo(4401);
        }
    }

    Person login(String user, String password, String platform) {
        TestClient client = gateway().connect();
        TestMessage reply = client.login(user, password, platform, "d");
        assertThat(reply.code()).as(reply.toString()).isEqualTo(200);
        Person person = new Person(client, reply.text("token"), reply.text("refresh_token"));
        // Waits for the look that follows a login.
        assertThat(person.command()).isEqualTo(200);
        return person;
    }

    /** What a login with a password is answered. */
    int loginCode(String user, String password) {
        return gateway().connect().login(user, password, "android", "other").code();
    }

    int bearer(String path, String token) {
        return gateway().http().withToken(token).get(path).status();
    }

    /** What 1002 says of the token: {@code valid}, or the error. */
    String verify(String token) {
        TestMessage reply = gateway().connect().verify(token);
        return reply.code() == 200 ? "valid" : reply.error();
    }

    Answer refresh(String token) {
        return gateway().http().post("/api/auth/refresh", "{\"refresh_token\":\"" + token + "\"}");
    }

    /** No token of this person's is accepted anywhere. */
    void assertEnded(Person person) {
        assertThat(bearer("/api/auth/verify", person.access())).isEqualTo(401);
        assertThat(bearer("/api/connections/stats", person.access())).isEqualTo(401);
        assertThat(verify(person.access())).isEqualTo("token_revoked");
        assertThat(refresh(person.refresh()).status()).isEqualTo(401);
    }

    @Override
    public void close() {
        gateway().close();
    }
}
