package io.mychat.gateway.core.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.event.Metric;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcPausesTest {

    private static double pauses(GcPauses gcPauses) {
        return gcPauses.metrics().stream().mapToDouble(Metric::value).sum();
    }

    @Test
    void aCollectionIsCountedUntilTheEnd() {
        GcPauses pauses = new GcPauses();
        pauses.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return pauses(pauses) > 0;
        });

        pauses.close();
        double before = pauses(pauses);
        try (GcPauses others = new GcPauses()) {
            others.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                System.gc();
                return pauses(others) > 0;
            });
        }

        assertThat(pauses(pauses)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "G1 Young Generation, G1 Evacuation Pause, true",
        "Copy, Allocation Failure, true",
        "ZGC Pauses, Warmup, true",
        "ZGC Major Cycles, Proactive, false",
        "Shenandoah Cycles, Concurrent GC, false",
        "G1 Concurrent GC, No GC, false"
    })
    void whatRunsBesideTheProgramIsNoPause(String collector, String cause, boolean isPause) {
        assertThat(GcPauses.isPause(collector, cause)).isEqualTo(isPause);
    }
}
