package io.mychat.gateway.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.config.DrainOptions;
import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.ConnectResult;
import io.mychat.gateway.testkit.TestHandshake;
import io.mychat.gateway.testkit.TestMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node leaves its clients: in a drain, at a stop, and one by one when they have grown old. */
class DrainTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static HttpResponse drain(TestGateway gateway, String body) {
        return gateway.http.post("/api/system/drain", gateway.bearer("root"), body);
    }

    private static List<Guest> guests(TestGateway gateway, int count) {
        return Stream.generate(gateway::connect).limit(count).toList();
    }

    private static long left(List<Guest> guests) {
        return guests.stream().filter(guest -> !guest.connection().isOpen()).count();
    }

    @Test
    void clientsLeaveAtTheRateAndNobodyComesIn() {
        try (TestGateway gateway = TestGateway.start()) {
            List<Guest> guests = guests(gateway, 5);

            HttpResponse answer = drain(gateway, "{\"per_second\":2,\"redirect\":[\"wss://b.example/ws\"]}");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(ApiContract.json(answer).path("connections").intValue()).isEqualTo(5);
            assertThat(gateway.http.get("/api/system/health/ready", Map.of()).status())
                    .isEqualTo(503);
            assertThat(gateway.http.get("/api/system/health", Map.of()).body())
                    .asString(StandardCharsets.UTF_8)
                    .contains("\"status\":\"healthy\"", "\"phase\":\"draining\"");
            ConnectResult.Refused refused = (ConnectResult.Refused) gateway.sockets.attempt(TestHandshake.plain());
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("\"error\":\"draining\"");
            for (int second = 1; second <= 3; second++) {
                int told = Math.min(5, 2 * second);
                await().untilAsserted(
                                () -> assertThat(metric(gateway, "mychat_clients_told_to_leave_total{cause=\"drain\"}"))
                                        .isEqualTo(told));
                assertThat(left(guests)).as("before their moments").isEqualTo(told - (second < 3 ? 2 : 1));
                gateway.advance(SECOND);
                await().untilAsserted(() -> assertThat(left(guests)).isEqualTo(told));
            }
            assertThat(metric(gateway, "mychat_draining")).isEqualTo(1);
            for (Guest guest : guests) {
                TestMessage notice = guest.client().next(4005);
                assertThat(notice.data().path("reconnect_after_ms").longValue()).isBetween(0L, 999L);
                assertThat(notice.data().path("redirect")).hasToString("[\"wss://b.example/ws\"]");
                assertThat(guest.client().closeCode()).isEqualTo(1001);
            }
        }
    }

    @Test
    void aClientIsServedUntilItsMomentAndItsLastCommandIsAnswered() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (TestGateway gateway = TestGateway.start(builder -> builder.handler(9000, (message, context) -> {
            working.countDown();
            mayEnd.await();
            return Reply.ok("{\"done\":true}");
        }))) {
            Guest alice = gateway.login("alice", "web", "w");
            drain(gateway, "{}");
            alice.client().next(4005);
            assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
            String last = alice.client().send(9000, "{}");
            working.await();

            gateway.advance(SECOND);
            assertThat(alice.connection().isOpen()).isTrue();
            mayEnd.countDown();

            assertThat(alice.client().reply(last).data().path("done").booleanValue())
                    .isTrue();
            assertThat(alice.client().closeCode()).isEqualTo(1001);
        }
    }

    @Test
    void aCommandThatHangsKeepsItsClientForTheTimeOfATask() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        try (TestGateway gateway = TestGateway.start(builder -> builder.setting("processing.task_timeout_ms", 2000)
                .handler(9000, (message, context) -> {
                    working.countDown();
                    new CountDownLatch(1).await();
                    return Reply.ok();
                }))) {
            Guest alice = gateway.login("alice", "web", "w");
            alice.client().send(9000, "{}");
            working.await();
            drain(gateway, "{}");
            alice.client().next(4005);

            gateway.advance(Duration.ofSeconds(3));

            assertThat(alice.client().closeCode()).isEqualTo(1001);
        }
    }

    @Test
    void theHostDrainsAndIsToldWhenTheLastClientHasLeft() {
        try (TestGateway gateway = TestGateway.start()) {
            List<Guest> guests = guests(gateway, 3);
            CompletableFuture<Void> drained = gateway.server
                    .drainAsync(DrainOptions.defaults().withPerSecond(100))
                    .toCompletableFuture();
            guests.forEach(guest -> guest.client().next(4005));
            assertThat(drained).isNotDone();
            assertThat(gateway.server.drain(DrainOptions.defaults())).isEqualTo(3);

            await().untilAsserted(() -> {
                gateway.advance(SECOND);
                assertThat(drained).isDone();
            });
            assertThat(left(guests)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"per_second\":0} | bad_per_second | $.per_second",
                "{\"per_second\":1.5} | bad_per_second | $.per_second",
                "{\"per_second\":\"9\"} | bad_per_second | $.per_second",
                "{\"redirect\":\"wss://b\"} | bad_redirect | $.redirect must",
                "{\"redirect\":[\"wss://b\",7]} | bad_redirect | $.redirect[1]",
                "{\"redirect\":[\"wss://b\",\"https://b\"]} | bad_redirect | $.redirect[1]"
            })
    void badArgumentsAre400WithTheirPlaceAndDrainNothing(String body, String error, String place) {
        try (TestGateway gateway = TestGateway.start()) {
            HttpResponse answer = drain(gateway, body);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(ApiContract.json(answer).path("error").textValue()).isEqualTo(error);
            assertThat(ApiContract.json(answer).path("detail").textValue()).startsWith(place);
            assertThat(gateway.http.get("/api/system/health/ready", Map.of()).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void onlyAnAdministratorDrains() {
        try (TestGateway gateway = TestGateway.start()) {
            for (String call : List.of("drain", "rebalance")) {
                assertThat(gateway.http
                                .post("/api/system/" + call, gateway.bearer("alice"), "{}")
                                .status())
                        .isEqualTo(403);
                assertThat(gateway.http
                                .post("/api/system/" + call, Map.of(), "{}")
                                .status())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void aStopLetsClientsLeaveEvenlyOverThePeriod() throws InterruptedException {
        try (TestGateway gateway = TestGateway.start(builder -> builder.setting("server.drain_per_second", 0))) {
            List<Guest> guests = guests(gateway, 40);
            Thread stopping = new Thread(gateway.server::stop);
            stopping.start();

            List<Long> moments = guests.stream()
                    .map(guest -> guest.client()
                            .next(4005)
                            .data()
                            .path("reconnect_after_ms")
                            .asLong(-1))
                    .toList();

            assertThat(moments)
                    .allMatch(millis -> millis >= 0 && millis < 10_000)
                    .anyMatch(millis -> millis < 2500)
                    .anyMatch(millis -> millis > 7500);
            gateway.advance(Duration.ofSeconds(5));
            long due = moments.stream().filter(millis -> millis < 5000).count();
            await().untilAsserted(() -> assertThat(left(guests)).isEqualTo(due));
            // The transport closes behind the last client.
            gateway.time.advance(Duration.ofSeconds(5));
            stopping.join();
            assertThat(guests).allMatch(guest -> guest.client().closeCode() == 1001);
        }
    }

    @Test
    void aConnectionThatHasGrownOldIsToldToReconnect() {
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.setting("server.max_connection_age_seconds", 20))) {
            List<Guest> guests = Stream.iterate(0, i -> i + 1)
                    .limit(20)
                    .map(i -> gateway.login("user" + i, "web", "w"))
                    .toList();

            gateway.advance(Duration.ofMillis(17_900));
            assertThat(left(guests)).isZero();
            gateway.advance(Duration.ofMillis(1_100));
            assertThat(left(guests)).as("spread over a tenth").isBetween(1L, 19L);
            gateway.advance(SECOND);

            assertThat(guests).allSatisfy(guest -> {
                assertThat(guest.client()
                                .next(4005)
                                .data()
                                .path("reconnect_after_ms")
                                .longValue())
                        .isZero();
                assertThat(guest.client().closeCode()).isEqualTo(1001);
            });
        }
    }

    static double metric(TestGateway gateway, String name) {
        String text = new String(
                gateway.http
                        .get("/api/system/metrics", Map.of("Accept", "text/plain"))
                        .body(),
                StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " in " + text));
    }
}
