package io.mychat.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

    private final ManualTime time = new ManualTime();
    private final List<String> ran = new ArrayList<>();

    @Test
    void standsStillUntilAdvanced() {
        Instant before = time.now();
        long nanosBefore = time.nanoTime();

        time.advance(Duration.ofMillis(1500));

        assertThat(time.now()).isEqualTo(before.plusMillis(1500));
        assertThat(time.nanoTime() - nanosBefore).isEqualTo(1_500_000_000L);
    }

    @Test
    void dueTimersRunInOrderEachAtItsMoment() {
        Instant start = time.now();
        time.schedule(Duration.ofSeconds(2), () -> ran.add("b" + Duration.between(start, time.now())));
        time.schedule(Duration.ofSeconds(1), () -> ran.add("a" + Duration.between(start, time.now())));
        time.schedule(Duration.ofSeconds(2), () -> ran.add("c" + Duration.between(start, time.now())));
        time.schedule(Duration.ofSeconds(4), () -> ran.add("late"));

        time.advance(Duration.ofSeconds(3));

        assertThat(ran).containsExactly("aPT1S", "bPT2S", "cPT2S");
        assertThat(time.pendingTimers()).isEqualTo(1);
    }

    @Test
    void timersThatTimersScheduleRunInTheSameAdvance() {
        time.schedule(Duration.ofSeconds(1), () -> {
            ran.add("first");
            time.schedule(Duration.ofSeconds(1), () -> ran.add("second"));
        });

        time.advance(Duration.ofSeconds(2));

        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void aTimerWithoutDelayWaitsForTheNextAdvance() {
        time.schedule(Duration.ZERO, () -> ran.add("now"));
        assertThat(ran).isEmpty();

        time.advance(Duration.ZERO);

        assertThat(ran).containsExactly("now");
    }

    @Test
    void aCancelledTimerNeitherRunsNorIsPending() {
        TimeSource.Timer timer = time.schedule(Duration.ofSeconds(1), () -> ran.add("no"));

        timer.cancel();

        assertThat(time.pendingTimers()).isZero();
        time.advance(Duration.ofSeconds(2));
        assertThat(ran).isEmpty();
    }

    @Test
    void theWallClockJumpsAlone() {
        Instant before = time.now();
        time.schedule(Duration.ofSeconds(1), () -> ran.add("no"));

        time.jumpWallClock(Duration.ofHours(-1));

        assertThat(time.now()).isEqualTo(before.minusSeconds(3600));
        assertThat(time.nanoTime()).isZero();
        assertThat(time.pendingTimers()).isEqualTo(1);
    }

    @Test
    void aTimerMustNotAdvanceTheTimeItRunsIn() {
        time.schedule(Duration.ZERO, () -> time.advance(Duration.ofSeconds(1)));

        assertThatThrownBy(() -> time.advance(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
    }
}
