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
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * Gives the beans of the gateway's ports to a builder. Of a port that a gateway has once, two beans are a fault unless one
 * is primary. Spring closes the beans, after the gateway.
 */
final class PortBeans {

    private final BeanFactory beans;
    private final BeanTypes types;

    PortBeans(BeanFactory beans, BeanTypes types) {
        this.beans = beans;
        this.types = types;
    }

    /** Asks for each port in turn; a lambda for each would cost a start more than the answers. */
    void addTo(GatewayBuilder builder) {
        users(builder);
        authentication(builder);
        stores(builder);
        transports(builder);
        for (HandlerInterceptor interceptor : each(HandlerInterceptor.class)) {
            builder.interceptor(interceptor);
        }
        for (GatewayListener listener : each(GatewayListener.class)) {
            builder.listener(listener);
        }
        for (GatewayPlugin plugin : each(GatewayPlugin.class)) {
            builder.plugin(plugin);
        }
        for (AlertChannel channel : each(AlertChannel.class)) {
            builder.alertChannel(channel);
        }
        for (ModuleProvider module : each(ModuleProvider.class)) {
            if (!(module instanceof JakartaMount)) {
                builder.module(module);
            }
        }
    }

    /** Accounts are users and passwords in one; a bean for one of the two takes precedence. */
    private void users(GatewayBuilder builder) {
        Accounts accounts = one(Accounts.class);
        if (accounts != null) {
            builder.accounts(accounts);
        }
        CredentialVerifier credentials = one(CredentialVerifier.class);
        if (credentials != null) {
            builder.credentials(credentials);
        }
        UserDirectory directory = one(UserDirectory.class);
        if (directory != null && !(directory instanceof Accounts)) {
            builder.users(directory);
        }
    }

    private void authentication(GatewayBuilder builder) {
        TokenService tokens = one(TokenService.class);
        if (tokens != null) {
            builder.tokens(tokens);
        }
        LoginFailures failures = one(LoginFailures.class);
        if (failures != null) {
            builder.loginFailures(failures);
        }
        BanStore bans = one(BanStore.class);
        if (bans != null) {
            builder.banStore(bans);
        }
        for (TokenVerifier verifier : each(TokenVerifier.class)) {
            builder.tokenVerifier(verifier);
        }
    }

    private void stores(GatewayBuilder builder) {
        TokenStore tokens = one(TokenStore.class);
        if (tokens != null) {
            builder.tokenStore(tokens);
        }
        SessionStore sessions = one(SessionStore.class);
        if (sessions != null) {
            builder.sessionStore(sessions);
        }
        MessageStore messages = one(MessageStore.class);
        if (messages != null) {
            builder.messageStore(messages);
        }
        NodeBus bus = one(NodeBus.class);
        if (bus != null) {
            builder.nodeBus(bus);
        }
        IdempotencyStore idempotencyKeys = one(IdempotencyStore.class);
        if (idempotencyKeys != null) {
            builder.idempotencyStore(idempotencyKeys);
        }
    }

    private void transports(GatewayBuilder builder) {
        WebSocketTransport webSockets = one(WebSocketTransport.class);
        if (webSockets != null) {
            builder.webSocketTransport(webSockets);
        }
        HttpTransport http = one(HttpTransport.class);
        if (http != null) {
            builder.httpTransport(http);
        }
        HttpEndpoint pages = one(HttpEndpoint.class);
        if (pages != null) {
            builder.pages(pages);
        }
        BackendServices backends = one(BackendServices.class);
        if (backends != null) {
            builder.backends(backends);
        }
        Tracer tracer = one(Tracer.class);
        if (tracer != null) {
            builder.tracer(tracer);
        }
        TimeSource time = one(TimeSource.class);
        if (time != null) {
            builder.time(time);
        }
    }

    private <T> @Nullable T one(Class<T> port) {
        return types.has(port) ? beans.getBeanProvider(port).getIfAvailable() : null;
    }

    private <T> Iterable<T> each(Class<T> port) {
        return types.has(port) ? beans.getBeanProvider(port).orderedStream().toList() : List.of();
    }
}
