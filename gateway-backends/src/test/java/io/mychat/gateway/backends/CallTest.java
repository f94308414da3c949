package io.mychat.gateway.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendOutcome.Answered;
import io.mychat.gateway.spi.backend.BackendOutcome.Reason;
import io.mychat.gateway.spi.backend.BackendOutcome.Refused;
import io.mychat.gateway.spi.backend.BackendOutcome.Unavailable;
import io.mychat.gateway.spi.backend.CallLimits;
import io.mychat.gateway.spi.backend.CallOptions;
import io.mychat.gateway.spi.backend.ServicePolicy;
import io.mychat.gateway.spi.backend.ServiceSecret;
import io.mychat.gateway.spi.message.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One call, as protocol.md section 3 has it: what a back-end sees, and what its answers mean. */
class CallTest {

    private static final CallOptions PLAIN = new CallOptions(Optional.empty(), 0, false);

    private final BackendsFixture backendsFixture = new BackendsFixture();

    @AfterEach
    void close() {
        backendsFixture.close();
    }

    @Test
    void theBackEndSeesWhoSentWhat() throws Exception {
        try (TestServer server = TestServer.answering(200, "{\"ok\":true}")) {
            backendsFixture.service(BackendsFixture.of(server.url()));

            assertThat(backendsFixture
                            .begin("alice", "{\"order\":[1,2]}", PLAIN, Duration.ofSeconds(2))
                            .get(10, TimeUnit.SECONDS))
                    .isEqualTo(new Answered("{\"ok\":true}"));

            TestServer.Seen seen = server.seen.get(0);
            assertThat(seen.method()).isEqualTo("POST");
            assertThat(seen.path()).isEqualTo("/messages/5001");
            JsonNode body = new ObjectMapper().readTree(seen.body());
            assertThat(body).isEqualTo(new ObjectMapper().readTree("""
                    {"cmd_id":5001,"session_id":"s-1","user_id":"alice","device_id":"d-1","platform":"web",
                     "roles":["admin","buyer"],"data":{"order":[1,2]},"request_id":42,
                     "timestamp":"2025-01-08T10:30:00.000Z"}"""));
            assertThat(seen.header("Content-Type")).isEqualTo("application/json");
            assertThat(seen.header("X-Gateway-Deadline-Ms")).isEqualTo("2000");
            assertThat(seen.header("Idempotency-Key")).isNotEmpty();
            assertThat(seen.header("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
            assertThat(seen.header("X-Gateway-Signature")).isEmpty();
        }
    }

    @Test
    void aRoutesPathGoesBehindTheServersOwn() {
        try (TestServer server = TestServer.answering(200, "{}")) {
            backendsFixture.service(BackendsFixture.of(server.url().resolve("/shop/")));

            backendsFixture.end(backendsFixture.begin(
                    "alice", "{}", new CallOptions(Optional.of("/v1/o?x=1"), 0, false), BackendsFixture.TIMEOUT));

            assertThat(server.seen.get(0).path()).isEqualTo("/shop/v1/o?x=1");
        }
    }

    @Test
    void aSignedCallCanBeCheckedByWhoKnowsTheSecret() throws Exception {
        ServiceSecret secret = new ServiceSecret("between us");
        try (TestServer server = TestServer.answering(200, "{}")) {
            backendsFixture.service(BackendsFixture.of(server.url()).withSecret(secret));

            backendsFixture.call();

            TestServer.Seen seen = server.seen.get(0);
            long seconds = backendsFixture.time.now().getEpochSecond();
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("between us".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String expected = HexFormat.of()
                    .formatHex(mac.doFinal((seconds + "." + seen.body()).getBytes(StandardCharsets.UTF_8)));
            assertThat(seen.header("X-Gateway-Signature")).isEqualTo("t=" + seconds + ",v1=" + expected);
            assertThat(backendsFixture.status().toString()
                            + secret
                            + BackendsFixture.of(server.url()).withSecret(secret))
                    .doesNotContain("between us");
        }
    }

    @Test
    void aSecretThatIsReplacedSignsBesideItsSuccessor() {
        try (TestServer server = TestServer.answering(200, "{}")) {
            ServiceSecret first = new ServiceSecret("between us");
            ServiceSecret second = new ServiceSecret("between us two");
            backendsFixture.service(BackendsFixture.of(server.url()).withSecret(first));
            backendsFixture.call();
            backendsFixture.service(BackendsFixture.of(server.url()).withSecrets(List.of(second, first)));
            backendsFixture.call();

            String alone = server.seen.get(0).header("X-Gateway-Signature");
            String both = server.seen.get(1).header("X-Gateway-Signature");
            assertThat(both).matches("t=\\d+(,v1=[0-9a-f]{64}){2}").doesNotStartWith(alone);
            if (server.seen.get(0).body().equals(server.seen.get(1).body())) {
                assertThat(both).endsWith(alone.substring(alone.indexOf(",v1=")));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "{\"a\":1} {}", "", "{\"a\":", "[[[[", "\ud800"})
    void dataThatIsNotJsonArrivesAsAText(String data) throws Exception {
        try (TestServer server = TestServer.answering(200, "{}")) {
            backendsFixture.service(BackendsFixture.of(server.url()));

            backendsFixture.end(backendsFixture.begin("alice", data, PLAIN, BackendsFixture.TIMEOUT));

            JsonNode seen =
                    new ObjectMapper().readTree(server.seen.get(0).body()).path("data");
            assertThat(seen.isTextual()).isTrue();
            assertThat(seen.textValue()).isEqualTo(data.replace('\ud800', '?'));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|{\"a\":[1,\"ü\"]}|{\"a\":[1,\"ü\"]}",
                "201|\"text\"|\"text\"",
                "200|7|7",
                "200|''|{}",
                "204|''|{}"
            })
    void aGoodAnswerIsTheReplysData(int status, String body, String data) {
        try (TestServer server = TestServer.answering(status, body)) {
            assertThat(backendsFixture.service(BackendsFixture.of(server.url())).call())
                    .isEqualTo(new Answered(data));
        }
    }

    @ParameterizedTest
    @CsvSource({"400,BAD_REQUEST", "401,UNAUTHORIZED", "403,FORBIDDEN", "404,NOT_FOUND", "429,TOO_MANY_REQUESTS"})
    void aRefusalWithAReasonIsPassedOn(int status, ErrorCode code) {
        try (TestServer server = TestServer.with(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "7");
            TestServer.send(exchange, status, "{\"error\":\"sold_out\",\"detail\":\"Gone.\",\"more\":1}");
        })) {
            assertThat(backendsFixture.service(BackendsFixture.of(server.url())).call())
                    .isEqualTo(new Refused(code, "sold_out", "Gone.", Optional.of(Duration.ofSeconds(7))));
        }
    }

    @Test
    void aCancelledCallGivesItsPlaceBackAndHangsUp() {
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer server = TestServer.with(exchange -> end.await())) {
            backendsFixture.service(BackendsFixture.of(server.url()));
            CompletableFuture<BackendOutcome> call = backendsFixture.begin(0, false);
            await().until(() -> !server.seen.isEmpty());

            call.cancel(true);

            await().until(() -> backendsFixture.server(server.url()).running() == 0);
            assertThat(backendsFixture.status().running()).isZero();
            // Nobody said that the server was late.
            assertThat(backendsFixture.server(server.url()).failures()).isZero();
        } finally {
            end.countDown();
        }
    }

    @Test
    void aCallThatIsCancelledAtItsDeadlineCountsAgainstTheServer() {
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer server = TestServer.with(exchange -> end.await())) {
            backendsFixture.service(BackendsFixture.of(server.url()));
            CompletableFuture<BackendOutcome> call = backendsFixture.begin("alice", "{}", PLAIN, Duration.ofSeconds(2));
            // The caller's own timer comes first.
            backendsFixture.time.schedule(Duration.ofSeconds(2), () -> call.cancel(true));
            await().until(() -> !server.seen.isEmpty());

            backendsFixture.time.advance(Duration.ofSeconds(2));

            await().until(() -> backendsFixture.server(server.url()).failures() == 1);
        } finally {
            end.countDown();
        }
    }

    @Test
    void oneCallMoreThanAServiceMayHaveIsAnsweredAtOnce() {
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer server = TestServer.with(exchange -> {
            end.await();
            TestServer.send(exchange, 200, "{}");
        })) {
            backendsFixture.service(BackendsFixture.of(server.url())
                    .withPolicy(ServicePolicy.defaults().withLimits(new CallLimits(2, 1000, Optional.empty()))));
            List<CompletableFuture<BackendOutcome>> two = IntStream.range(0, 2)
                    .mapToObj(i -> backendsFixture.begin(0, false))
                    .toList();

            assertThat(backendsFixture.begin(0, false).join())
                    .isEqualTo(new Unavailable(Reason.OVERLOADED, Duration.ofSeconds(1)));
            assertThat(backendsFixture.status().rejected()).isOne();

            end.countDown();
            two.forEach(call -> assertThat(backendsFixture.end(call)).isInstanceOf(Answered.class));
            assertThat(backendsFixture.call()).isInstanceOf(Answered.class);
        } finally {
            end.countDown();
        }
    }

    @Test
    void aConnectionIsUsedAgain() {
        try (TestServer server = TestServer.answering(200, "{\"a\":1}")) {
            backendsFixture.service(BackendsFixture.of(server.url()));

            for (int i = 0; i < 20; i++) {
                assertThat(backendsFixture.call()).isInstanceOf(Answered.class);
            }

            assertThat(server.connections).hasSize(1);
        }
    }

    @Test
    void noThreadWaitsForAnAnswer() {
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer server = TestServer.with(exchange -> {
            end.await();
            TestServer.send(exchange, 200, "{}");
        })) {
            backendsFixture.service(BackendsFixture.of(server.url()));

            List<CompletableFuture<BackendOutcome>> many = IntStream.range(0, 100)
                    .mapToObj(i -> backendsFixture.begin(0, false))
                    .toList();
            await().until(() -> server.seen.size() == 100);

            int threads = BackendsSettings.DEFAULTS.threads();
            assertThat(threads("gateway-backends-").filter(name -> !name.startsWith("gateway-backends-lookup-")))
                    .hasSizeLessThanOrEqualTo(threads);
            assertThat(threads("gateway-backends-lookup-")).hasSizeLessThanOrEqualTo(4 * threads);
            end.countDown();
            many.forEach(call -> assertThat(backendsFixture.end(call)).isInstanceOf(Answered.class));
        } finally {
            end.countDown();
        }
    }

    private static Stream<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix));
    }
}
