package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.alert.InMemoryAlertChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whole gateways, from a metric to a person. */
class AlertsOfAGatewayTest {

    /** In which a second passes for the gateways. */
    private static final Duration STEP = Duration.ofMillis(20);

    private final InMemoryAlertChannel phone = new InMemoryAlertChannel("phone");

    private static GatewayBuilder withRule(GatewayBuilder builder, InMemoryAlertChannel channel, String scope) {
        return builder.alertChannel(channel)
                // Who is connected is what the tests say, however much time passes.
                .setting("auth.session_timeout_seconds", 3600)
                .setting("server.ping_seconds", 3600)
                .setting("alerts.group_seconds", 1)
                .setting("alerts.repeat_seconds", 0)
                .setting("alerts.rules.crowd.when", "connections > 0")
                .setting("alerts.rules.crowd.resolve", "<= 0")
                .setting("alerts.rules.crowd.for_seconds", 0)
                .setting("alerts.rules.crowd.scope", scope)
                .setting("alerts.rules.crowd.channels", List.of("phone"))
                .setting("alerts.rules.crowd.summary", "{value} clients are here");
    }

    /** Lets the gateways' time pass until it is so; the rules are followed on threads of their own. */
    private static void advanceUntil(List<LiveGateway> gateways, BooleanSupplier condition) {
        await().pollInterval(STEP).until(() -> {
            gateways.forEach(gateway -> gateway.advance(Duration.ofSeconds(1)));
            return condition.getAsBoolean();
        });
    }

    @Test
    void aRuleFiresThePhoneRingsAndItsEndIsTold() {
        try (LiveGateway gateway = LiveGateway.inMemory(builder -> withRule(builder, phone, "node"))) {
            TestClient guest = gateway.connect();
            advanceUntil(List.of(gateway), () -> phone.lines().equals(List.of("FIRING crowd")));
            AlertNotification told = phone.taken().get(0);
            assertThat(told.body().plain()).contains("1 clients are here", "connections > 0");

            guest.close();
            advanceUntil(List.of(gateway), () -> phone.lines().equals(List.of("FIRING crowd", "RESOLVED crowd")));
        }
    }

    @Test
    void theStopOfAGatewayDoesNotSwallowAnAlert() {
        LiveGateway gateway =
                LiveGateway.inMemory(builder -> withRule(builder, phone, "node").setting("alerts.group_seconds", 3600));
        gateway.connect();
        advanceUntil(
                List.of(gateway),
                () -> gateway.server().metrics().metrics().stream()
                        .anyMatch(metric -> metric.name().equals("alerts_pending") && metric.value() == 1));
        assertThat(phone.lines()).isEmpty();

        gateway.close();

        assertThat(phone.lines()).containsExactly("FIRING crowd");
    }

    @Test
    void oneOfTwoGatewaysOnOneRedisTells() {
        InMemoryAlertChannel other = new InMemoryAlertChannel("phone");
        List<LiveGateway> gateways = new ArrayList<>();
        try (RedisProcess redis = RedisProcess.start()) {
            for (InMemoryAlertChannel channel : List.of(phone, other)) {
                gateways.add(LiveGateway.inMemory(builder -> withRule(builder, channel, "cluster")
                        .setting("redis.host", "127.0.0.1")
                        // The deadline of a call is in the gateways' time, which runs fifty times as fast.
                        .setting("redis.deadline_ms", 600_000)
                        .setting("redis.port", redis.port())));
            }
            List<TestClient> guests =
                    gateways.stream().map(LiveGateway::connect).toList();
            advanceUntil(
                    gateways, () -> !phone.lines().isEmpty() || !other.lines().isEmpty());
            // Both have looked several times since. What one of them tells later is still there at the end, and fails
            // then.
            // Second by second: Redis answers in time of its own, and after a leap it would seem to be away.
            AtomicInteger seconds = new AtomicInteger();
            advanceUntil(gateways, () -> seconds.incrementAndGet() == 45);
            assertThat(all(phone, other)).containsExactly("FIRING crowd");

            guests.forEach(guest -> guest.close());
            advanceUntil(gateways, () -> all(phone, other).equals(List.of("FIRING crowd", "RESOLVED crowd")));
            gateways.forEach(LiveGateway::close);
            gateways.clear();
            assertThat(all(phone, other)).containsExactly("FIRING crowd", "RESOLVED crowd");
        } finally {
            gateways.forEach(LiveGateway::close);
        }
    }

    /** What both have told, in the order of its kind. */
    private static List<String> all(InMemoryAlertChannel one, InMemoryAlertChannel other) {
        return Stream.of(one, other)
                .flatMap(channel -> channel.lines().stream())
                // Redis has a clock of its own, so that another alert may fire when time jumps here.
                .filter(line -> line.endsWith(" crowd"))
                .sorted()
                .toList();
    }
}
