package io.mychat.gateway.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.testkit.ManualTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final Map<String, Status> faults = new HashMap<>();
    private Status redis = Status.HEALTHY;
    private boolean accepting = true;
    private final Health health = new Health(
            List.of(new GatewayComponent("websocket_server", () -> accepting), new HealthIndicator() {
                @Override
                public String component() {
                    return "redis";
                }

                @Override
                public Status status() {
                    if (redis == Status.UNHEALTHY) {
                        throw new IllegalStateException("cannot say");
                    }
                    return redis;
                }
            }),
            () -> faults,
            new ManualTime());

    @Test
    void theWorstPartDecidesHowTheGatewayIs() {
        assertThat(Health.status(health.components())).isEqualTo(Status.HEALTHY);

        redis = Status.DEGRADED;
        assertThat(Health.status(health.components())).isEqualTo(Status.DEGRADED);

        accepting = false;
        assertThat(Health.status(health.components())).isEqualTo(Status.UNHEALTHY);
        assertThat(health.components())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("websocket_server", Status.UNHEALTHY, "redis", Status.DEGRADED));
    }

    @Test
    void itIsReadyWhileItRunsAndNothingIsUnhealthy() {
        assertThat(health.isReady()).as("starting").isFalse();
        health.enter(Health.Phase.RUNNING);
        assertThat(health.isReady()).isTrue();
        redis = Status.DEGRADED;
        assertThat(health.isReady()).as("degraded").isTrue();
        accepting = false;
        assertThat(health.isReady()).as("unhealthy").isFalse();
        accepting = true;
        health.enter(Health.Phase.DRAINING);
        assertThat(health.isReady()).as("draining").isFalse();
    }

    @Test
    void whatStandsStillIsShownOnlyWhileItDoes() {
        faults.put("timers", Status.DEGRADED);
        faults.put("websocket_server", Status.UNHEALTHY);
        assertThat(health.components())
                .containsEntry("timers", Status.DEGRADED)
                .containsEntry("websocket_server", Status.UNHEALTHY);

        faults.clear();
        assertThat(health.components()).containsOnlyKeys("websocket_server", "redis");
    }

    @Test
    void aPartThatFailsToAnswerIsDegraded() {
        redis = Status.UNHEALTHY;

        assertThat(health.components()).containsEntry("redis", Status.DEGRADED);
    }
}
