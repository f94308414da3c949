package io.mychat.gateway.core.security.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrackedWindowsTest {

    private static final long SEED = 20261130;
    private static final int BOUND = 100;

    @Test
    void forgetsTheOneThatWasSilentForLongest() {
        TrackedWindows windows = new TrackedWindows(BOUND);
        Map<String, OccurrenceWindow> expected = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, OccurrenceWindow> eldest) {
                return size() > BOUND;
            }
        };
        Random random = new Random(SEED);
        for (int step = 0; step < 20_000; step++) {
            String whose = "user-" + random.nextInt(300);
            OccurrenceWindow found = windows.use(whose);
            assertThat(found).isSameAs(expected.get(whose));
            if (found == null) {
                OccurrenceWindow added = new OccurrenceWindow(whose, step);
                windows.add(added);
                expected.put(whose, added);
            }
            assertThat(windows.size()).isEqualTo(expected.size());
        }
    }

    @Test
    void aThingCountsOnce() {
        DistinctWindow window = new DistinctWindow("alice", 0);
        for (int round = 0; round < 2; round++) {
            for (long thing = 0; thing < 20; thing++) {
                assertThat(window.add(thing, 20)).isFalse();
            }
        }
        assertThat(window.count()).isEqualTo(20);
        assertThat(window.add(99, 20)).as("one more than normal").isTrue();
        assertThat(window.add(100, 20)).as("reported once").isFalse();
        assertThat(window.count()).isEqualTo(21);

        window.restart(10);
        assertThat(window.count()).isZero();
        assertThat(window.add(99, 0)).isTrue();
    }

    @Test
    void aReportIsMadeOnceAndTheCountGoesOn() {
        OccurrenceWindow window = new OccurrenceWindow("alice", 0);
        assertThat(window.add(1)).isFalse();
        assertThat(window.add(1)).isTrue();
        assertThat(window.add(1)).isFalse();
        assertThat(window.count()).isEqualTo(3);
        assertThat(window.hasEnded(10, 10)).isTrue();
        assertThat(window.hasEnded(9, 10)).isFalse();
    }
}
