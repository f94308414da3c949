package io.mychat.gateway.spring;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.auth.Tokens;
import io.mychat.gateway.spi.ban.Bans;
import io.mychat.gateway.spi.chat.Chats;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.spi.trace.Traces;
import io.mychat.gateway.transport.jakarta.JakartaMount;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * A gateway, made of the properties below {@code mychat} and of the application's beans. A bean of a port of the SPI takes
 * the place of the gateway's own adapter. The calls of the gateway are beans that can be injected everywhere, and are made
 * where they are; they work while the gateway runs. Backs off where the application has a {@link GatewayServer} of its own, which then runs like
 * this one.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnProperty(prefix = "mychat.boot", name = "enabled", matchIfMissing = true)
public class GatewayAutoConfiguration {

    /** Called by Spring Boot. */
    public GatewayAutoConfiguration() {}

    @Bean(destroyMethod = "stop")
    @ConditionalOnMissingBean
    GatewayServer gatewayServer(
            Environment environment, ConfigurableListableBeanFactory beans, ObjectProvider<JakartaMount> mount) {
        return new GatewayFactory(environment, beans).create(mount.getIfAvailable());
    }

    @Bean
    GatewayLifecycle gatewayLifecycle(
            GatewayServer gateway, ConfigurableListableBeanFactory beans, Environment environment) {
        return new GatewayLifecycle(gateway, new HandlerBeans(beans), new OperatorsPort(environment));
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    Sessions gatewaySessions(ObjectProvider<GatewayServer> gateway) {
        return RunningGateway.calls(Sessions.class, () -> gateway.getObject().sessions());
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    Chats gatewayChats(ObjectProvider<GatewayServer> gateway) {
        return RunningGateway.calls(Chats.class, () -> gateway.getObject().chats());
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    Tokens gatewayTokens(ObjectProvider<GatewayServer> gateway) {
        return RunningGateway.calls(Tokens.class, () -> gateway.getObject().tokens());
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    Bans gatewayBans(ObjectProvider<GatewayServer> gateway) {
        return RunningGateway.calls(Bans.class, () -> gateway.getObject().bans());
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    Traces gatewayTraces(ObjectProvider<GatewayServer> gateway) {
        return RunningGateway.calls(Traces.class, () -> gateway.getObject().traces());
    }
}
