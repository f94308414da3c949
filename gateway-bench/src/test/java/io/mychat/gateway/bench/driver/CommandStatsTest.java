package io.mychat.gateway.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mychat.gateway.bench.driver.CommandStats.Command;
import org.junit.jupiter.api.Test;

class CommandStatsTest {

    private static final String BEFORE = """
            # Commandstats
            cmdstat_evalsha:calls=2,usec=100,usec_per_call=50.00,rejected_calls=0,failed_calls=0
            cmdstat_config|get:calls=3,usec=7,usec_per_call=2.33,rejected_calls=0,failed_calls=0
            """;

    private static final String AFTER = """
            # Commandstats
            cmdstat_evalsha:calls=5,usec=250,usec_per_call=50.00,rejected_calls=0,failed_calls=0
            cmdstat_config|get:calls=3,usec=7,usec_per_call=2.33,rejected_calls=0,failed_calls=0
            cmdstat_xadd:calls=9,usec=27,usec_per_call=3.00,rejected_calls=0,failed_calls=0
            """;

    @Test
    void onlyWhatHasBeenAddedCounts() {
        CommandStats added = CommandStats.parse(AFTER, 1.5).since(CommandStats.parse(BEFORE, 1));

        assertThat(added.commands())
                .containsOnly(entry("evalsha", new Command(3, 150)), entry("xadd", new Command(9, 27)));
        assertThat(added.scripts()).isEqualTo(new Command(3, 150));
        assertThat(added.others()).isEqualTo(new Command(9, 27));
        assertThat(added.cpuMicros()).isEqualTo(500_000);
    }

    @Test
    void measurementsAddUp() {
        CommandStats once = CommandStats.parse(BEFORE, 1);

        assertThat(once.plus(once).scripts()).isEqualTo(new Command(4, 200));
    }
}
