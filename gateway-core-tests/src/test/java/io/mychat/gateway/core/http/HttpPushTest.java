package io.mychat.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.testing.TestCluster;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.session.IdempotencyClaim;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.ConcurrentRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

/** Back-ends reach people through {@code POST /api/messages/push}, on two gateways that share their stores. */
class HttpPushTest {

    private static final String PUSH = "/api/messages/push";
    private static final String TEXT = "{\"say\":\"hello\"}";
    private static final String HELLO = "{\"user_id\":\"alice\",\"message\":\"{\\\"say\\\":\\\"hello\\\"}\"}";

    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final TestCluster cluster = new TestCluster(events::add);
    private final TestGateway one = cluster.node("one");
    private final TestGateway two = cluster.node("two");
    private final Map<String, String> root = one.bearer("root");

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void everySessionOnEveryNodeGetsIt() {
        Guest web = one.login("alice", "web", "a");
        Guest phone = two.login("alice", "ios", "p");
        Guest bob = one.login("bob", "web", "b");

        assertThat(delivered(push(root, HELLO))).isEqualTo(2);

        assertThat(web.client().next(4001).envelope().path("data").textValue()).isEqualTo(TEXT);
        assertThat(phone.client().next(4001).envelope().path("data").textValue())
                .isEqualTo(TEXT);
        assertThat(bob.client().takeAll()).isEmpty();
        assertThat(events)
                .filteredOn(GatewayEvent.MessagePushed.class::isInstance)
                .singleElement()
                .satisfies(event -> {
                    GatewayEvent.MessagePushed pushed = (GatewayEvent.MessagePushed) event;
                    assertThat(pushed.by()).isEqualTo("user root from 127.0.0.1");
                    assertThat(pushed.delivered()).isEqualTo(2);
                    assertThat(pushed.toString()).doesNotContain("hello");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "'\"platform\":\"ios\"', 1",
        "'\"device_id\":\"a\"', 1",
        "'\"platform\":\"ios\",\"device_id\":\"a\"', 0",
        "'\"platform\":\"ios\",\"device_id\":\"p\"', 1"
    })
    void aPushMayNameDevices(String whom, int delivered) {
        one.login("alice", "web", "a");
        two.login("alice", "ios", "p");

        assertThat(delivered(push(root, "{\"user_id\":\"alice\",\"message\":\"7\"," + whom + "}")))
                .isEqualTo(delivered);
    }

    @Test
    void whoIsNotConnectedGetsNothingAndNothingIsStored() {
        assertThat(delivered(push(root, HELLO))).isZero();

        assertThat(one.login("alice", "web", "a").client().takeAll()).isEmpty();
    }

    @Test
    void anObjectArrivesAsItWasWritten() {
        Guest alice = one.login("alice", "web", "a");
        String written = "{ \"price\" : 1.50, \"big\":12345678901234567890.10,\"t\":\"\u4f60\\u597d\", \"a\":[{}] }";

        push(root, "{\"message\":" + written + ",\"user_id\":\"alice\"}");

        assertThat(alice.client().next(4001).envelope().path("data").textValue())
                .isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"message\":\"x\"}', bad_user_id",
        "'{\"user_id\":\"alice\"}', bad_message",
        "'{\"user_id\":\"alice\",\"message\":null}', bad_message",
        "'{\"user_id\":\"alice\",\"message\":[]}', bad_message",
        "'{\"user_id\":\"alice\",\"message\":7}', bad_message",
        "'{\"user_id\":\"alice\",\"message\":\"\"}', bad_message",
        "'{\"user_id\":\"alice\",\"message\":\"\\ud800\"}', bad_message",
        "'{\"user_id\":\"alice\",\"message\":\"x\",\"message\":{}}', not_json"
    })
    void aBadPushIs400(String body, String error) {
        error(push(root, body), 400, error);
    }

    @Test
    void aTextIsPushedAsItIs() {
        Guest alice = one.login("alice", "web", "a");

        assertThat(delivered(push(root, "{\"user_id\":\"alice\",\"message\":\"hello\"}")))
                .isEqualTo(1);
        assertThat(alice.connection().receive(Duration.ofSeconds(30)).orElseThrow())
                .contains("\"data\":\"hello\"");
    }

    @Test
    void aMessageHasTheBoundThatClientsHave() {
        String body = "{\"user_id\":\"alice\",\"message\":\"\\\"%s\\\"\"}";

        assertThat(push(root, body.formatted("x".repeat(65_534))).status()).isEqualTo(200);
        error(push(root, body.formatted("x".repeat(65_535))), 413, "message_too_large");
        error(push(root, body.formatted("\u00fc".repeat(32_768))), 413, "message_too_large");
    }

    @Test
    void aRepeatedKeyPushesNothingAgainOnAnyNode() {
        Guest alice = one.login("alice", "web", "a");
        assertThat(delivered(push(key("k-1"), HELLO))).isEqualTo(1);
        alice.client().next(4001);

        assertThat(delivered(push(key("k-1"), HELLO))).isEqualTo(1);
        assertThat(delivered(two.http.post(PUSH, key("k-1"), HELLO))).isEqualTo(1);
        assertThat(delivered(push(key("k-1"), "{ \"message\":" + TEXT + ", \"user_id\":\"alice\" }")))
                .as("written otherwise, and the same")
                .isEqualTo(1);

        assertThat(alice.client().takeAll()).isEmpty();
        assertThat(events)
                .filteredOn(GatewayEvent.MessagePushed.class::isInstance)
                .hasSize(1);
        assertThat(delivered(push(key("k-2"), HELLO))).isEqualTo(1);
        alice.client().next(4001);
    }

    @Test
    void theAnswerStaysTheSameAlsoWhenTheUserHasComeMeanwhile() {
        assertThat(delivered(push(key("k"), HELLO))).isZero();
        Guest alice = one.login("alice", "web", "a");

        assertThat(delivered(push(key("k"), HELLO))).isZero();
        assertThat(alice.client().takeAll()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user_id\":\"alice\",\"message\":{\"say\":\"other\"}}",
                "{\"user_id\":\"bob\",\"message\":{\"say\":\"hello\"}}",
                "{\"user_id\":\"alice\",\"message\":{\"say\":\"hello\"},\"platform\":\"web\"}",
                "{\"user_id\":\"alice\",\"message\":{\"say\":\"hello\"},\"device_id\":\"web\"}"
            })
    void aKeyThatBelongsToAnotherPushIs400(String body) {
        push(key("k"), HELLO);

        error(push(key("k"), body), 400, "idempotency_key_reused");
    }

    @Test
    void anotherCallersEqualKeyIsAnotherKey() {
        Guest alice = one.login("alice", "web", "a");
        push(key("k"), HELLO);
        Map<String, String> other = new TreeMap<>(one.bearer("root2"));
        other.put("Idempotency-Key", "k");

        assertThat(push(other, HELLO).status()).isEqualTo(200);

        alice.client().next(4001);
        alice.client().next(4001);
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        Guest alice = one.login("alice", "web", "a");
        push(key("k"), HELLO);
        alice.client().next(4001);

        cluster.storeTime().advance(Duration.ofHours(23));
        push(key("k"), HELLO);
        assertThat(alice.client().takeAll()).isEmpty();
        cluster.storeTime().advance(Duration.ofHours(2));

        Map<String, String> later = new TreeMap<>(one.bearer("root"));
        later.put("Idempotency-Key", "k");
        push(later, HELLO);
        alice.client().next(4001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "\u00fc", "x\u0001"})
    void aKeyOfOtherCharactersIs400(String key) {
        error(push(key(key), HELLO), 400, "bad_idempotency_key");
        error(push(key("k".repeat(201)), HELLO), 400, "bad_idempotency_key");
    }

    @Test
    void ofManyWhoSendTheSameAtOnceOneIsPushed() {
        Guest alice = one.login("alice", "web", "a");
        for (int round = 0; round < 20; round++) {
            Map<String, String> headers = key("round-" + round);

            List<HttpResponse> answers =
                    ConcurrentRun.run(6, thread -> (thread % 2 == 0 ? one : two).http.post(PUSH, headers, HELLO));

            assertThat(answers).anyMatch(answer -> answer.status() == 200).allSatisfy(answer -> {
                if (answer.status() == 200) {
                    assertThat(delivered(answer)).isEqualTo(1);
                } else {
                    error(answer, 503, "idempotency_key_in_use");
                }
            });
            alice.client().next(4001);
        }
        assertThat(alice.client().takeAll()).isEmpty();
    }

    @Test
    void whileTheFirstIsUnderWayARepetitionIsToldToComeBack() {
        IdempotencyStore keys = Mockito.mock(IdempotencyStore.class);
        Mockito.when(keys.claim(any(), any(), any())).thenReturn(new IdempotencyClaim.Running());
        try (TestGateway gateway = TestGateway.start(builder -> builder.idempotencyStore(keys))) {
            HttpResponse response = gateway.http.post(PUSH, with(gateway.bearer("root"), "k"), HELLO);

            error(response, 503, "idempotency_key_in_use");
            assertThat(ApiContract.json(response).path("retry_after_ms").longValue())
                    .isEqualTo(1000);
            assertThat(response.headers()).containsEntry("Retry-After", "1");
        }
    }

    @Test
    void withoutTheStoreAKeyedPushIsNotMadeAndAnotherIs() {
        IdempotencyStore keys = Mockito.mock(IdempotencyStore.class);
        Mockito.when(keys.claim(any(), any(), any())).thenThrow(new StoreUnavailableException("a test's outage"));
        try (TestGateway gateway = TestGateway.start(builder -> builder.idempotencyStore(keys))) {
            Guest alice = gateway.login("alice", "web", "a");
            Map<String, String> caller = gateway.bearer("root");

            error(gateway.http.post(PUSH, with(caller, "k"), HELLO), 503, "store_unavailable");
            assertThat(alice.client().takeAll()).isEmpty();
            assertThat(delivered(gateway.http.post(PUSH, caller, HELLO))).isEqualTo(1);
        }
    }

    @Test
    void whatWasPushedIsToldAlsoWhenItCannotBeRemembered() {
        IdempotencyStore keys = Mockito.mock(IdempotencyStore.class);
        Mockito.when(keys.claim(any(), any(), any())).thenReturn(new IdempotencyClaim.Granted("t"));
        Mockito.doThrow(new StoreUnavailableException("a test's outage"))
                .when(keys)
                .complete(any(), any(), any(), any());
        try (TestGateway gateway = TestGateway.start(builder -> builder.idempotencyStore(keys))) {
            gateway.login("alice", "web", "a");

            assertThat(delivered(gateway.http.post(PUSH, with(gateway.bearer("root"), "k"), HELLO)))
                    .isEqualTo(1);
            Mockito.verify(keys, Mockito.never()).release(any(), any());
        }
    }

    private HttpResponse push(Map<String, String> headers, String body) {
        return one.http.post(PUSH, headers, body);
    }

    private Map<String, String> key(String key) {
        return with(root, key);
    }

    private static Map<String, String> with(Map<String, String> caller, String key) {
        Map<String, String> headers = new TreeMap<>(caller);
        headers.put("Idempotency-Key", key);
        return headers;
    }

    private static int delivered(HttpResponse response) {
        JsonNode body = ApiContract.json(response);
        assertThat(response.status()).as("%s", body).isEqualTo(200);
        return body.path("delivered").intValue();
    }

    private static void error(HttpResponse response, int status, String error) {
        JsonNode body = ApiContract.json(response);
        assertThat(response.status()).as("%s", body).isEqualTo(status);
        assertThat(body.path("error").textValue()).isEqualTo(error);
    }
}
