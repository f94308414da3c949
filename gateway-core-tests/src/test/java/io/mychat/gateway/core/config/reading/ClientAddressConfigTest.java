package io.mychat.gateway.core.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.security.ClientAddressConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientAddressConfigTest {

    @Test
    void trustedProxiesWithoutClientAddressAreAFault() {
        assertThatThrownBy(() -> ConfigFixture.config(Map.of("security.trusted_proxies", List.of("10.0.0.0/8"))))
                .hasMessageContaining("security.client_address")
                .hasMessageContaining("peer, x-real-ip, x-forwarded-for, forwarded, proxy-protocol");
    }

    @Test
    void anUnknownSourceIsAFaultThatNamesTheChoices() {
        assertThatThrownBy(() -> ConfigFixture.config(Map.of("security.client_address", "x-client-ip")))
                .hasMessageContaining("x-forwarded-for, forwarded, proxy-protocol");
    }

    @Test
    void withoutSettingsTheTcpPeerIsTheClient() {
        assertThat(ConfigFixture.defaults().gateway().security().clientAddress())
                .isEqualTo(new ClientAddressConfig(ClientAddressConfig.Source.PEER, List.of(), List.of()));
    }
}
