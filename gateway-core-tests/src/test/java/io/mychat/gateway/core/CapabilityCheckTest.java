package io.mychat.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.TransportCapability;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.FakeTokens;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a transport in a host's server may lack, and what it may not. */
class CapabilityCheckTest {

    private final ManualTime time = new ManualTime();

    private GatewayBuilder without(TransportCapability... missing) {
        EnumSet<TransportCapability> present = EnumSet.allOf(TransportCapability.class);
        present.removeAll(Set.of(missing));
        return GatewayServer.builder()
                .time(time)
                .webSocketTransport(new Limited(new InMemoryTransport(time), present))
                .httpTransport(new InMemoryHttpTransport())
                .tokens(new FakeTokens(time));
    }

    @Test
    void withoutTheClientsAddressThereIsNoStart() {
        GatewayServer gateway = without(TransportCapability.CLIENT_ADDRESS).build();
        assertThatThrownBy(gateway::start)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a transport lacks CLIENT_ADDRESS");
        assertThat(gateway.isRunning()).isFalse();
    }

    @Test
    void theProxyProtocolNeedsAPortOfOurOwn() {
        GatewayServer gateway = without(TransportCapability.OWN_PORT)
                .setting("security.client_address", "proxy-protocol")
                .setting("security.trusted_proxies", List.of("127.0.0.1"))
                .build();
        assertThatThrownBy(gateway::start)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("$.security.client_address")
                .hasMessageContaining("OWN_PORT");
    }

    @Test
    void sessionsOverEventsNeedAnHttpPort() {
        GatewayServer gateway = without()
                .setting("server.events_enabled", true)
                .setting("server.http_enabled", false)
                .build();
        assertThatThrownBy(gateway::start)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("$.server.events_enabled")
                .hasMessageContaining("HTTP_STREAMING");
    }

    @Test
    void everythingElseMayBeMissing() throws Exception {
        EnumSet<TransportCapability> missing = EnumSet.complementOf(EnumSet.of(TransportCapability.CLIENT_ADDRESS));
        try (GatewayServer gateway =
                without(missing.toArray(TransportCapability[]::new)).build()) {
            gateway.start();
            assertThat(gateway.isRunning()).isTrue();
        }
    }

    private record Limited(InMemoryTransport target, Set<TransportCapability> capabilities)
            implements WebSocketTransport {

        @Override
        public InetSocketAddress start(WebSocketSettings settings, ConnectionListener listener) {
            return target.start(settings, listener);
        }

        @Override
        public boolean isAccepting() {
            return target.isAccepting();
        }

        @Override
        public void close() {
            target.close();
        }
    }
}
