package io.mychat.gateway.spring.test;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.auth.Accounts;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.spring.GatewayAutoConfiguration;
import io.mychat.gateway.test.InMemoryParts;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.ManualTime;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * The parts of a gateway in memory, for {@link GatewayBootTest}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = GatewayAutoConfiguration.class)
public class InMemoryGatewayAutoConfiguration {

    /** Called by Spring Boot. */
    public InMemoryGatewayAutoConfiguration() {}

    @Bean
    InMemoryParts gatewayParts() {
        return new InMemoryParts();
    }

    @Bean
    ManualTime gatewayTime(InMemoryParts parts) {
        return parts.time();
    }

    @Bean(destroyMethod = "") // the gateway closes its transports
    WebSocketTransport gatewayWebSockets(InMemoryParts parts) {
        return parts.webSockets();
    }

    @Bean(destroyMethod = "")
    HttpTransport gatewayHttp(InMemoryParts parts) {
        return parts.http();
    }

    @Bean
    @ConditionalOnMissingBean
    TokenService gatewayTokenService(InMemoryParts parts) {
        return parts.tokens();
    }

    @Bean
    @ConditionalOnMissingBean({CredentialVerifier.class, Accounts.class})
    CredentialVerifier gatewayUsers(InMemoryParts parts) {
        return parts.accounts();
    }

    @Bean(destroyMethod = "") // Spring stops the gateway
    LiveGateway liveGateway(InMemoryParts parts, GatewayServer gateway) {
        return parts.around(gateway);
    }
}
