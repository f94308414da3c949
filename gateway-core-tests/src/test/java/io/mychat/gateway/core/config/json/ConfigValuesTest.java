package io.mychat.gateway.core.config.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.core.config.schema.ConfigSchema;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigValuesTest {

    private static final ConfigSchema SCHEMA = ConfigSchema.of(ConfigFile.GATEWAY.fileName(), List.of());

    private final ConfigValues before = new ConfigValues();
    private final ConfigValues after = new ConfigValues();

    @BeforeEach
    void aCommonKey() {
        before.put("$.server.host", "127.0.0.1", ConfigValues.Source.FILE);
        after.put("$.server.host", "127.0.0.1", ConfigValues.Source.FILE);
    }

    /** A section redis without a key says where sessions are kept from the next start on. */
    @Test
    void aSectionOfDefaultsThatComesNeedsARestart() {
        after.put("$.redis.host", "localhost", ConfigValues.Source.DEFAULT);

        assertThat(before.changes(after, SCHEMA))
                .containsExactly(new ReloadOutcome.Change("$.redis", "(not set)", "(set)"));
        assertThat(before.restartNeeded(after, SCHEMA)).containsExactly("$.redis");
        assertThat(after.changes(before, SCHEMA))
                .containsExactly(new ReloadOutcome.Change("$.redis", "(set)", "(not set)"));
        assertThat(after.restartNeeded(before, SCHEMA)).containsExactly("$.redis");
    }

    @Test
    void aSectionWithAKeyIsReportedByItsKeys() {
        after.put("$.redis.host", "localhost", ConfigValues.Source.DEFAULT);
        after.put("$.redis.port", 6380, ConfigValues.Source.FILE);

        assertThat(before.changes(after, SCHEMA))
                .extracting(ReloadOutcome.Change::path)
                .containsExactly("$.redis.port");
        assertThat(before.restartNeeded(after, SCHEMA)).containsExactly("$.redis.port");
    }

    @Test
    void aSectionOfLiveDefaultsNeedsNoRestart() {
        after.put("$.security.max_bans", 1000, ConfigValues.Source.DEFAULT);

        assertThat(before.changes(after, SCHEMA))
                .extracting(ReloadOutcome.Change::path)
                .containsExactly("$.security");
        assertThat(before.restartNeeded(after, SCHEMA)).isEmpty();
    }
}
