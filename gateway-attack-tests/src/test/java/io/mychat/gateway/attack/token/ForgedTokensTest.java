package io.mychat.gateway.attack.token;

import static io.mychat.gateway.attack.token.ForgedToken.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import io.mychat.gateway.testkit.TestRsaKeys;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever has seen a token, and knows the public key, makes no other one: each forgery is refused on both ports like any
 * rubbish, and the gateway fetches nothing that it names.
 */
class ForgedTokensTest {

    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final List<String> REFUSALS = List.of("token_invalid", "token_malformed");
    /** The attacker's. */
    private static final KeyPair OWN = TestRsaKeys.of(2048);

    private static final byte[] GUESS = "a secret that somebody has guessed".getBytes(UTF_8);

    @TempDir
    static Path directory;

    private static LiveGateway shared;

    @SuppressWarnings("NullAway.Init")
    private LiveGateway gateway;

    private String seen = "";

    @BeforeAll
    static void startOne() throws Exception {
        shared = LiveGateway.start(builder -> builder.setting("auth.max_failed_attempts", 1000));
    }

    @AfterAll
    static void stopIt() {
        shared.close();
    }

    @BeforeEach
    void seeAToken() {
        seeATokenOf(shared);
    }

    private void seeATokenOf(LiveGateway issuer) {
        gateway = issuer;
        seen = gateway.clients().httpLogin("alice", "d").text("token");
        assertThat(verify(seen).status()).isEqualTo(200);
    }

    private TestHttpClient.Answer verify(String token) {
        return gateway.http().withToken(token).get("/api/auth/verify");
    }

    private String payload() {
        return seen.split("\\.", -1)[1];
    }

    private String signature() {
        return seen.split("\\.", -1)[2];
    }

    /** The claims that were seen, with the role of administrators. */
    private String promoted() {
        String claims = new String(Base64.getUrlDecoder().decode(payload()), UTF_8);
        assertThat(claims).contains("\"roles\":[]");
        return encode(claims.replace("\"roles\":[]", "\"roles\":[\"admin\"]"));
    }

    private ForgedToken forged(String header) {
        return new ForgedToken(header, promoted());
    }

    private void areRefused(List<String> tokens) {
        try (TestClient client = gateway.connect()) {
            for (String token : tokens) {
                TestHttpClient.Answer answer = verify(token);
                assertThat(answer.status()).as(token).isEqualTo(401);
                assertThat(answer.text("error")).as(token).isIn(REFUSALS);
                assertThat(answer.json().path("valid").asBoolean(true))
                        .as(token)
                        .isFalse();
                assertThat(gateway.http()
                                .withToken(token)
                                .get("/api/connections/stats")
                                .status())
                        .as(token)
                        .isEqualTo(401);
                var reply = client.verify(token);
                assertThat(reply.code()).as(token).isEqualTo(401);
                assertThat(reply.error()).as(token).isIn(REFUSALS);
            }
            assertThat(client.verify(seen).code())
                    .as("the true one, on the same connection")
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "HS256 ", "hs256", "HS384", "HS512", "RS256", "ES256"})
    void anotherAlgorithmIsNoWayIn(String algorithm) throws Exception {
        String header = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}";
        ForgedToken all = forged(header);
        areRefused(List.of(
                all.unsigned(),
                all.with(signature()),
                all.hmac("HmacSHA256", GUESS),
                new ForgedToken(header, payload()).unsigned()));
    }

    @Test
    void aHeaderThatNamesAKeyLeadsToNoKey() throws Exception {
        byte[] empty = {0};
        List<String> tokens = new ArrayList<>();
        for (String kid : List.of(
                "\"../../../../dev/null\"",
                "\"/proc/sys/kernel/randomize_va_space\"",
                "\"' UNION SELECT 'x\"",
                "\"x|sleep 5\"",
                "\"\\u0000\"",
                "\"\\r\\n[forged] line\"",
                "\"" + "k".repeat(8000) + "\"",
                "null",
                "17",
                "{\"a\":1}",
                "[\"a\"]")) {
            tokens.add(forged("{\"alg\":\"HS256\",\"kid\":" + kid + "}").hmac("HmacSHA256", empty));
        }
        String modulus = "\"n\":\"" + encode(OWN.getPublic().getEncoded()) + "\",\"e\":\"AQAB\"";
        for (String field : List.of(
                "\"jwk\":{\"kty\":\"RSA\"," + modulus + "}",
                "\"x5c\":[\""
                        + Base64.getEncoder().encodeToString(OWN.getPublic().getEncoded()) + "\"]",
                "\"crit\":[\"exp\"]",
                "\"b64\":false,\"crit\":[\"b64\"]",
                "\"zip\":\"DEF\"",
                "\"cty\":\"JWT\"")) {
            tokens.add(forged("{\"alg\":\"RS256\"," + field + "}").rsa(OWN.getPrivate()));
        }
        tokens.add(forged("{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"" + encode(GUESS) + "\"}}")
                .hmac("HmacSHA256", GUESS));
        areRefused(tokens);
    }

    @Test
    void aKeyThatIsSomewhereElseIsNotFetched() throws Exception {
        try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + elsewhere.getLocalPort() + "/keys.json";
            areRefused(List.of(
                    forged("{\"alg\":\"RS256\",\"jku\":\"" + url + "\",\"kid\":\"a\"}")
                            .rsa(OWN.getPrivate()),
                    forged("{\"alg\":\"RS256\",\"x5u\":\"" + url + "\"}").rsa(OWN.getPrivate()),
                    forged("{\"alg\":\"HS256\",\"kid\":\"" + url + "\"}").hmac("HmacSHA256", GUESS)));
            // The verdicts are there: whoever fetched something would have connected by now.
            elsewhere.setSoTimeout(1);
            assertThat(catchThrowable(() -> elsewhere.accept().close())).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aPublicKeyIsNoSharedSecret() throws Exception {
        KeyPair pair = TestRsaKeys.other(2048);
        Path open = pem("PUBLIC KEY", pair.getPublic());
        try (LiveGateway signing = LiveGateway.start(GatewayServer.builder()
                .host("127.0.0.1")
                .websocketPort(0)
                .httpPort(0)
                .setting("auth.algorithm", "RS256")
                .setting("auth.private_key_file", pem("PRIVATE KEY", pair.getPrivate()))
                .setting("auth.public_key_file", open)
                .setting("auth.key_id", "r1")
                .setting("auth.max_failed_attempts", 1000)
                .setting("security.failed_logins_per_minute.credentials", 0)
                .credentials((username, password) ->
                        new CredentialVerdict.Accepted(new UserInfo(username, username, Set.of()))))) {
            seeATokenOf(signing);
            areRefused(signedWithWhatIsPublic(pair, open));
        }
    }

    private List<String> signedWithWhatIsPublic(KeyPair pair, Path open) throws Exception {
        List<String> tokens = new ArrayList<>();
        byte[] text = Files.readAllBytes(open);
        for (byte[] secret : List.of(
                pair.getPublic().getEncoded(),
                text,
                new String(text, UTF_8).strip().getBytes(UTF_8),
                "a secret of these tests, and long enough".getBytes(UTF_8))) {
            tokens.add(forged("{\"alg\":\"HS256\",\"kid\":\"r1\"}").hmac("HmacSHA256", secret));
            tokens.add(forged("{\"alg\":\"HS256\"}").hmac("HmacSHA256", secret));
            tokens.add(forged("{\"alg\":\"RS256\",\"kid\":\"r1\"}").hmac("HmacSHA256", secret));
        }
        tokens.add(forged("{\"alg\":\"RS256\",\"kid\":\"r1\"}").rsa(OWN.getPrivate()));
        tokens.add(forged("{\"alg\":\"RS256\",\"kid\":\"r1\"}").with(encode(new byte[256])));
        return tokens;
    }

    @Test
    void whatLooksAlmostLikeATokenIsNone() throws Exception {
        String body = seen.substring(0, seen.lastIndexOf('.'));
        areRefused(List.of(
                "x",
                "..",
                "...",
                body,
                body + ".",
                seen + ".",
                seen + "." + signature(),
                "." + seen,
                seen.substring(1),
                seen.substring(0, seen.length() - 2),
                forged(HEADER).with(signature()),
                encode("{\"alg\":\"none\",\"alg\":\"HS256\"}") + "." + promoted() + "." + signature(),
                encode("[".repeat(3000)) + "." + payload() + "." + signature(),
                encode("null") + "." + encode("null") + "." + signature(),
                encode(HEADER) + "." + encode("{\"sub\":\"alice\",\"sub\":\"root\"}") + "." + signature(),
                encode("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + ".." + payload() + "." + payload() + "."
                        + signature()));
    }

    @Test
    void aRefreshTokenIsNoAccessTokenAndTheOtherWayRound() throws Exception {
        String refresh = gateway.clients().httpLogin("alice", "e").text("refresh_token");
        areRefused(List.of(refresh));
        assertThat(gateway.http()
                        .post("/api/auth/refresh", "{\"refresh_token\":\"" + seen + "\"}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aTokenOfMegabytesIsRefusedUnreadAndHarmsNobody() throws Exception {
        try (TestClient beside = gateway.connect();
                TestClient attacker = gateway.connect()) {
            assertThat(verify("a".repeat(12_000) + "." + "b".repeat(3000) + ".c")
                            .status())
                    .isEqualTo(401);
            assertThat(verify("a".repeat(100_000)).status()).isEqualTo(431);
            attacker.sendRaw("{\"cmd_id\":1002,\"data\":{\"token\":\"" + "a".repeat(1_000_000) + "\"}}");
            assertThat(attacker.closeCode()).isEqualTo(1009);
            assertThat(beside.verify(seen).code()).isEqualTo(200);
        }
    }

    private static Path pem(String label, Key key) throws Exception {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key.getEncoded());
        return Files.writeString(
                directory.resolve(label.replace(' ', '-')),
                "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }
}
