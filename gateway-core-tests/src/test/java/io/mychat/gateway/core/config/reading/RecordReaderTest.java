package io.mychat.gateway.core.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.json.Environment;
import io.mychat.gateway.core.config.json.FaultCollector;
import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.core.config.json.LoadReport;
import io.mychat.gateway.core.config.json.ReadContext;
import io.mychat.gateway.core.config.json.SettingsTree;
import io.mychat.gateway.core.config.schema.ConfigSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

    private final FaultCollector faults = new FaultCollector();

    private JsonConfigSection messages(ObjectNode messages) {
        ReadContext context = new ReadContext(
                ConfigFile.GATEWAY,
                "f.json",
                ConfigSchema.of(ConfigFile.GATEWAY.fileName(), List.of()),
                new Environment(Map.of()),
                new LoadReport(faults));
        ObjectNode root = JsonNodeFactory.instance.objectNode().set("messages", messages);
        return JsonConfigSection.root(context, root, SettingsTree.of(Map.of(), faults))
                .section("messages");
    }

    private static ObjectNode json() {
        return JsonNodeFactory.instance.objectNode();
    }

    record Kept(Duration retention, Duration dedupe, int maxPerInbox, OptionalLong maxChats) {}

    record Written(Optional<Duration> retention) {}

    record Unknown(int maxPerOutbox) {}

    record UnknownDuration(Duration retentoin) {}

    @Test
    void aComponentHasTheValueOfItsKeyInTheKeysUnit() {
        ObjectNode json = json().put("retention_days", 3).put("max_chats", 7);

        assertThat(RecordReader.read(Kept.class, messages(json)))
                .isEqualTo(new Kept(Duration.ofDays(3), Duration.ofHours(24), 10_000, OptionalLong.of(7)));
        assertThat(RecordReader.read(Written.class, messages(json)))
                .isEqualTo(new Written(Optional.of(Duration.ofDays(3))));
        assertThat(RecordReader.read(Written.class, messages(json()))).isEqualTo(new Written(Optional.empty()));
    }

    @Test
    void aValueOutOfTheSchemasBoundsIsAFault() {
        RecordReader.read(Kept.class, messages(json().put("dedupe_hours", 0)));

        assertThatThrownBy(faults::throwIfAny)
                .isInstanceOf(ConfigException.class)
                .hasMessage("f.json: $.messages.dedupe_hours: must be a whole number from 1 to 8760, not 0");
    }

    @Test
    void aGivenValueTakesTheKeysPlace() {
        Kept kept = RecordReader.read(Kept.class, messages(json().put("max_per_inbox", 9)), Map.of("maxPerInbox", 4));

        assertThat(kept.maxPerInbox()).isEqualTo(4);
    }

    @Test
    void aComponentWithoutAKeyIsRefused() {
        assertThatThrownBy(() -> RecordReader.read(Unknown.class, messages(json())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("max_per_outbox");
        assertThatThrownBy(() -> RecordReader.read(UnknownDuration.class, messages(json())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("retentoin");
        assertThatThrownBy(() -> RecordReader.read(Kept.class, messages(json()), Map.of("maxPerInbx", 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxPerInbx");
    }
}
