package io.mychat.gateway.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.testkit.CollectedAdapters;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObservabilityModuleProviderTest {

    @BeforeEach
    @AfterEach
    void withoutAGlobalOne() {
        GlobalOpenTelemetry.resetForTest();
    }

    private static List<Tracer> offered() throws Exception {
        try (CollectedAdapters adapters = new CollectedAdapters()) {
            MapSection section = new MapSection(new ObservabilityModuleProvider(), "none", Map.of());
            new ObservabilityModuleProvider()
                    .configure(section.in(Path.of("."), new ManualTime()))
                    .create(adapters);
            return List.copyOf(adapters.every(Tracer.class));
        }
    }

    @Test
    void theGlobalOpenTelemetryIsUsedWhereThereIsOne() throws Exception {
        try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder().buildAndRegisterGlobal()) {
            assertThat(sdk).isNotNull();
            assertThat(offered()).singleElement().isInstanceOf(OpenTelemetryTracer.class);
        }
    }

    @Test
    void withoutOneNothingIsOfferedAndTheHostMaySetItLater() throws Exception {
        assertThat(offered()).isEmpty();
        assertThat(GlobalOpenTelemetry.isSet()).isFalse();
    }
}
