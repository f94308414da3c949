package io.mychat.gateway.transport.nio.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.transport.nio.loop.Timers.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TimersTest {

    /** Any start, also one that overflows soon. */
    private final long start = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(30);

    private final Timers timers = new Timers(start);
    private final List<String> ran = new ArrayList<>();

    private long at(long millis) {
        return start + millis * 1_000_000;
    }

    private Deadline add(long now, long millis, String name) {
        return timers.add(at(now), millis, () -> ran.add(name));
    }

    private void runDue(long millis) {
        timers.runDue(at(millis), Runnable::run);
    }

    @Test
    void nothingRunsEarlyAndNothingMuchTooLate() {
        add(0, 1000, "a second");
        runDue(999);
        assertThat(ran).isEmpty();
        runDue(1110);
        assertThat(ran).containsExactly("a second");
        assertThat(timers.millisToNext(at(1110))).isEqualTo(Timers.NEVER);
    }

    @Test
    void aDeadlineBeyondOneRoundOfTheWheelWaitsForItsRound() {
        add(0, 60_000, "a minute");
        add(0, 60_000 % (512 * 50), "the same slot");
        for (long now = 50; now < 60_000; now += 50) {
            runDue(now);
            assertThat(ran).doesNotContain("a minute");
        }
        runDue(60_110);
        assertThat(ran).containsExactly("the same slot", "a minute");
    }

    @Test
    void whatIsCancelledNeverRunsAndMayBeCancelledAgain() {
        Deadline cancelled = add(0, 100, "cancelled");
        add(0, 100, "kept");
        cancelled.cancel();
        cancelled.cancel();
        assertThat(timers.pending()).isEqualTo(1);
        runDue(1000);
        cancelled.cancel();
        assertThat(ran).containsExactly("kept");
        assertThat(timers.pending()).isZero();
    }

    @Test
    void anActionMayCancelItsNeighboursAndAddOthers() {
        List<Deadline> others = new ArrayList<>();
        timers.add(at(0), 100, () -> {
            others.forEach(Deadline::cancel);
            add(200, 100, "later");
        });
        others.add(add(0, 100, "neighbour"));
        others.add(add(0, 100, "other neighbour"));
        runDue(200); // the last one that was added is the first of its slot
        runDue(1000);
        assertThat(ran).contains("later").doesNotHaveDuplicates();
        assertThat(timers.pending()).isZero();
    }

    @Test
    void aLongPauseRunsEverythingThatIsDueOnce() {
        for (int i = 0; i < 1000; i++) {
            add(0, i * 97L, "deadline " + i);
        }
        runDue(200_000);
        assertThat(ran).hasSize(1000).doesNotHaveDuplicates();
    }

    @Test
    void afterIdleTimeADeadlineIsCountedFromNow() {
        add(3_600_000, 1000, "an hour later");
        assertThat(timers.millisToNext(at(3_600_000))).isBetween(1L, 51L);
        runDue(3_600_999);
        assertThat(ran).isEmpty();
        runDue(3_601_110);
        assertThat(ran).containsExactly("an hour later");
    }

    @Test
    void manyDeadlinesRunInTimeWhateverIsCancelled() {
        Random random = new Random(7);
        List<Deadline> cancelled = new ArrayList<>();
        int kept = 0;
        for (long now = 0; now < 20_000; now += 10) {
            long due = now + random.nextInt(40_000);
            long asked = now;
            Deadline deadline = timers.add(at(now), due - now, () -> ran.add(asked + " " + due));
            if (random.nextBoolean()) {
                cancelled.add(deadline);
            } else {
                kept++;
            }
        }
        cancelled.forEach(Deadline::cancel);
        for (long now = 20_000; now < 61_000; now += 33) {
            long late = now;
            ran.clear();
            runDue(now);
            assertThat(ran)
                    .allSatisfy(one -> assertThat(Long.parseLong(one.substring(one.indexOf(" ") + 1)))
                            .isLessThanOrEqualTo(late));
            kept -= ran.size();
        }
        assertThat(kept).isZero();
    }
}
