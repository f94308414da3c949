package io.mychat.gateway.core.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.ClientAddressConfig;
import io.mychat.gateway.core.config.ClientAddressSource;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.SecurityConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientAddressConfigTest {

    @Test
    void trustedProxiesWithoutClientAddressAreAFault() {
        assertThatThrownBy(() -> GatewayConfig.of(Map.of("security.trusted_proxies", List.of("10.0.0.0/8"))))
                .hasMessageContaining("security.client_address")
                .hasMessageContaining("peer, x-real-ip, x-forwarded-for, forwarded, proxy-protocol");
    }

    @Test
    void anUnknownSourceIsAFaultThatNamesTheChoices() {
        assertThatThrownBy(() -> GatewayConfig.of(Map.of("security.client_address", "x-client-ip")))
                .hasMessageContaining("x-forwarded-for, forwarded, proxy-protocol");
    }

    @Test
    void withoutSettingsTheTcpPeerIsTheClient() {
        assertThat(SecurityConfig.defaults().clientAddress())
                .isEqualTo(new ClientAddressConfig(ClientAddressSource.PEER, List.of(), List.of()));
    }
}
