package io.mychat.gateway.backends;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BackendsModuleProviderTest {

    private static MapSection configured(Map<String, ?> values) {
        MapSection section = new MapSection(new BackendsModuleProvider(), "backends", values);
        new BackendsModuleProvider().configure(section.in(Path.of("."), new ManualTime()));
        return section;
    }

    @Test
    void theModuleIsFoundOnTheClassPathUnderTheNameThatFaultsMention() {
        assertThat(ServiceLoader.load(ModuleProvider.class)).singleElement().satisfies(provider -> {
            assertThat(provider.name()).isEqualTo("gateway-backends");
            assertThat(provider.sections()).containsExactly("backends");
        });
    }

    @Test
    void theSchemaAndTheReadmeHaveTheKeysThatAreRead() throws Exception {
        MapSection section = configured(Map.of());
        assertThat(section.faults()).isEmpty();

        JsonNode schema = new ObjectMapper().readTree(new BackendsModuleProvider().schema());
        String readme = Files.readString(Path.of("README.md"));
        Set<String> keys = new TreeSet<>();
        schema.at("/properties/backends/properties").fieldNames().forEachRemaining(keys::add);
        assertThat(section.read().stream().map(key -> key.substring(key.lastIndexOf('.') + 1)))
                .containsExactlyInAnyOrderElementsOf(keys);
        assertThat(keys).allSatisfy(key -> {
            JsonNode value = schema.at("/properties/backends/properties/" + key + "/default");
            assertThat(readme).contains("| `" + key + "` | " + value + " |");
        });
    }

    @Test
    void aValueOutOfItsBoundsIsAFault() {
        assertThat(configured(Map.of("threads", 0)).faults()).hasSize(1);
    }
}
