package io.mychat.gateway.spring;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.auth.Accounts;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.auth.TokenVerifier;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.ban.BanStore;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.HandlerInterceptor;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.transport.jakarta.JakartaMount;
import java.util.function.Consumer;
import org.springframework.beans.factory.BeanFactory;

/**
 * Gives the beans of the gateway's ports to a builder. Of a port that a gateway has once, two beans are a fault unless one
 * is primary. Spring closes the beans, after the gateway.
 */
final class PortBeans {

    private final BeanFactory beans;

    PortBeans(BeanFactory beans) {
        this.beans = beans;
    }

    void addTo(GatewayBuilder builder) {
        users(builder);
        one(TokenService.class, builder::tokens);
        one(TokenStore.class, builder::tokenStore);
        one(SessionStore.class, builder::sessionStore);
        one(MessageStore.class, builder::messageStore);
        one(NodeBus.class, builder::nodeBus);
        one(LoginFailures.class, builder::loginFailures);
        one(BanStore.class, builder::banStore);
        one(IdempotencyStore.class, builder::idempotencyStore);
        one(WebSocketTransport.class, builder::webSocketTransport);
        one(HttpTransport.class, builder::httpTransport);
        one(HttpEndpoint.class, builder::pages);
        one(BackendServices.class, builder::backends);
        one(Tracer.class, builder::tracer);
        one(TimeSource.class, builder::time);
        each(TokenVerifier.class, builder::tokenVerifier);
        each(HandlerInterceptor.class, builder::interceptor);
        each(GatewayListener.class, builder::listener);
        each(GatewayPlugin.class, builder::plugin);
        each(AlertChannel.class, builder::alertChannel);
        beans.getBeanProvider(ModuleProvider.class)
                .orderedStream()
                .filter(module -> !(module instanceof JakartaMount))
                .forEach(builder::module);
    }

    /** Accounts are users and passwords in one; a bean for one of the two takes precedence. */
    private void users(GatewayBuilder builder) {
        one(Accounts.class, builder::accounts);
        one(CredentialVerifier.class, builder::credentials);
        one(UserDirectory.class, directory -> {
            if (!(directory instanceof Accounts)) {
                builder.users(directory);
            }
        });
    }

    private <T> void one(Class<T> port, Consumer<T> use) {
        beans.getBeanProvider(port).ifAvailable(use);
    }

    private <T> void each(Class<T> port, Consumer<T> use) {
        beans.getBeanProvider(port).orderedStream().forEach(use);
    }
}
