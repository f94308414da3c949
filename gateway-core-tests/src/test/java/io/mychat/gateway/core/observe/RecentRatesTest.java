package io.mychat.gateway.core.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mychat.gateway.core.status.Rates;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RecentRatesTest {

    private static final Offset<Double> EXACT = within(1e-9);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();
    private final Counters counters = new Counters(new CommandLatencies(10, Tracer.NONE));
    private long cpuNanos;
    private final RecentRates rates = new RecentRates(time, () -> counters.totals(cpuNanos), 2);

    private void second(int answers, ErrorCode code, Duration took) {
        for (int i = 0; i < answers; i++) {
            counters.answered(code, took, counters.latencies().none());
        }
        time.advance(SECOND);
        rates.sample();
    }

    @Test
    void aMinuteOfSteadyWorkIsReportedAsItWas() {
        for (int i = 0; i < 90; i++) {
            cpuNanos += Duration.ofMillis(500).toNanos();
            second(100, ErrorCode.SUCCESS, Duration.ofMillis(45));
        }

        Rates now = rates.now();

        assertThat(now.perSecond()).isEqualTo(100, EXACT);
        assertThat(now.meanMillis()).isEqualTo(45, EXACT);
        assertThat(now.errorShare()).isZero();
        assertThat(now.cpuPercent()).as("half of one processor of two").isEqualTo(25, EXACT);
    }

    @Test
    void whatIsOlderThanAMinuteDoesNotCount() {
        second(6000, ErrorCode.SERVICE_UNAVAILABLE, Duration.ofSeconds(1));
        for (int i = 0; i < 60; i++) {
            second(10, ErrorCode.SUCCESS, Duration.ofMillis(2));
        }

        Rates now = rates.now();

        assertThat(now.perSecond()).isEqualTo(10, EXACT);
        assertThat(now.meanMillis()).isEqualTo(2, EXACT);
        assertThat(now.errorShare()).isZero();
    }

    @Test
    void errorsAreTheAnswersWith500And503AndNoOthers() {
        second(1, ErrorCode.INTERNAL_SERVER_ERROR, Duration.ZERO);
        second(2, ErrorCode.SERVICE_UNAVAILABLE, Duration.ZERO);
        second(5, ErrorCode.TOO_MANY_REQUESTS, Duration.ZERO);
        second(2, ErrorCode.BAD_REQUEST, Duration.ZERO);

        assertThat(rates.now().errorShare()).isEqualTo(0.3, EXACT);
    }

    @Test
    void aYoungGatewayIsMeasuredOverItsLife() {
        second(30, ErrorCode.SUCCESS, Duration.ZERO);
        time.advance(Duration.ofSeconds(2));

        assertThat(rates.now().perSecond()).isEqualTo(10, EXACT);
    }

    @Test
    void nothingHappensAndNothingIsReported() {
        assertThat(rates.now()).isEqualTo(new Rates(0, 0, 0, 0));

        time.advance(Duration.ofHours(1));

        assertThat(rates.now()).isEqualTo(new Rates(0, 0, 0, 0));
    }

    @Test
    void lateSamplesMakeTheWindowLongerAndNotWrong() {
        for (int i = 0; i < 10; i++) {
            second(60, ErrorCode.SUCCESS, Duration.ZERO);
        }
        time.advance(Duration.ofSeconds(50));
        counters.answered(ErrorCode.SUCCESS, Duration.ZERO, counters.latencies().none());
        // 601 answers in the 60 seconds of its life.
        assertThat(rates.now().perSecond()).isEqualTo(601.0 / 60, EXACT);

        time.advance(Duration.ofSeconds(30));
        // The last sample is 80 seconds old: since then there was one.
        assertThat(rates.now().perSecond()).isEqualTo(1.0 / 80, EXACT);
    }
}
