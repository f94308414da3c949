package io.mychat.gateway.backends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.ModuleProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class BackendsModuleProviderTest {

    @Test
    void theModuleIsFoundOnTheClassPathUnderTheNameThatFaultsMention() {
        assertThat(ServiceLoader.load(ModuleProvider.class)).singleElement().satisfies(provider -> {
            assertThat(provider.name()).isEqualTo("gateway-backends");
            assertThat(provider.sections()).containsExactly("backends");
        });
    }
}
