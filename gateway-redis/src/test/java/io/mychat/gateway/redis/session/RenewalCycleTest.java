package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RenewalCycleTest {

    private static final Duration CYCLE = Duration.ofMinutes(5);

    private final ManualTime time = new ManualTime(Instant.EPOCH);
    private final RenewalCycle cycle = new RenewalCycle(time, CYCLE);
    private final List<String> users =
            IntStream.range(0, 1000).mapToObj(i -> "user-" + i).toList();

    @Test
    void theFirstComparisonRenewsAll() {
        assertThat(users).allMatch(cycle.begin());
    }

    @Test
    void everybodyIsDueOnceInEachCycleHoweverLongThePausesAre() {
        skipFirst();
        Map<String, Integer> often = new HashMap<>();
        int[] seconds = {18, 27, 20, 25, 31, 19, 26, 22, 18, 27, 24, 43};
        assertThat(IntStream.of(seconds).sum()).isEqualTo((int) CYCLE.toSeconds());
        for (int i = 0; i < 4 * seconds.length; i++) {
            time.advance(Duration.ofSeconds(seconds[i % seconds.length]));
            List<String> due = users.stream().filter(cycle.begin()).toList();
            assertThat(due).hasSizeBetween(20, 200);
            due.forEach(user -> often.merge(user, 1, Integer::sum));
            cycle.end(Set.of());
        }
        assertThat(often).hasSize(users.size());
        assertThat(often.values()).containsOnly(4);
    }

    @Test
    void aPauseOfACycleRenewsAll() {
        skipFirst();
        time.advance(CYCLE);

        assertThat(users).allMatch(cycle.begin());
    }

    @Test
    void whoseServerDidNotAnswerIsDueAgain() {
        skipFirst();
        time.advance(Duration.ofSeconds(20));
        Predicate<String> first = cycle.begin();
        cycle.end(Set.of("user-1", "user-2"));
        time.advance(Duration.ofSeconds(20));
        Predicate<String> second = cycle.begin();

        assertThat(second).accepts("user-1", "user-2");
        assertThat(users).anyMatch(first).anyMatch(second.negate());
    }

    @Test
    void aComparisonThatWasCutShortLeavesItsUsersDue() {
        skipFirst();
        time.advance(Duration.ofSeconds(20));
        List<String> due = users.stream().filter(cycle.begin()).toList();
        time.advance(Duration.ofSeconds(20));

        assertThat(due).isNotEmpty().allMatch(cycle.begin());
    }

    @Test
    void allAreDueOnDemandOnce() {
        skipFirst();
        cycle.renewAll();
        assertThat(users).allMatch(cycle.begin());
        cycle.end(Set.of());

        assertThat(users).noneMatch(cycle.begin());
    }

    @Test
    void withoutACycleAllAreAlwaysDue() {
        RenewalCycle none = new RenewalCycle(time, Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            assertThat(users).allMatch(none.begin());
            none.end(Set.of());
        }
    }

    private void skipFirst() {
        Predicate<String> unused = cycle.begin();
        cycle.end(Set.of());
    }
}
