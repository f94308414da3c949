package io.mychat.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.ModuleProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class RedisModuleProviderTest {

    @Test
    void theGatewayFindsIt() {
        assertThat(ServiceLoader.load(ModuleProvider.class).stream().map(ServiceLoader.Provider::type))
                .contains(RedisModuleProvider.class);
    }
}
