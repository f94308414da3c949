package io.mychat.gateway.core.observe.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.TraceConfig;
import io.mychat.gateway.core.observe.MessageTraces;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.event.HistogramSnapshot;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.testkit.ManualTime;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdapterCallsTest {

    private final ManualTime time = new ManualTime();
    private final AdapterCalls calls = new AdapterCalls(
            time,
            10,
            Tracer.NONE,
            new MessageTraces(Tracer.NONE, 10),
            new TraceRecorder(() -> new TraceConfig(Duration.ofMinutes(5), 100, 1), time));

    private LoginFailures taking(Duration duration, boolean fails) {
        return calls.of((LoginFailures) Proxy.newProxyInstance(
                LoginFailures.class.getClassLoader(), new Class<?>[] {LoginFailures.class}, (proxy, method, args) -> {
                    time.advance(duration);
                    if (fails) {
                        throw new StoreUnavailableException("no answer");
                    }
                    return Duration.ofSeconds(3);
                }));
    }

    private Metric metric(String name, String operation) {
        return calls.metrics().stream()
                .filter(metric -> metric.name().equals(name)
                        && metric.labels().getOrDefault("operation", operation).equals(operation))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCallIsPassedOnAndItsTimeCounted() {
        assertThat(taking(Duration.ofSeconds(2), false).count(List.of())).isEqualTo(Duration.ofSeconds(3));

        HistogramSnapshot observed =
                metric("store_call_seconds", "count").histogram().orElseThrow();
        assertThat(observed.sum()).isEqualTo(2);
        assertThat(observed.count()).isEqualTo(1);
        assertThat(metric("store_call_seconds", "until_allowed").value()).isZero();
    }

    @Test
    void aFailedCallIsCountedTwice() {
        LoginFailures failing = taking(Duration.ofMillis(1), true);

        assertThatThrownBy(() -> failing.untilAllowed(List.of())).isInstanceOf(StoreUnavailableException.class);

        assertThat(metric("store_call_seconds", "until_allowed").value()).isEqualTo(1);
        assertThat(metric("store_call_failures_total", "").value()).isEqualTo(1);
    }
}
