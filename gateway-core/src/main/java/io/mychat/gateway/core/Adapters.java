package io.mychat.gateway.core;

import io.mychat.gateway.core.auth.TrustedIssuers;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.MessagesConfig;
import io.mychat.gateway.core.observe.adapter.AdapterCalls;
import io.mychat.gateway.core.store.InMemoryBanStore;
import io.mychat.gateway.core.store.InMemoryIdempotencyStore;
import io.mychat.gateway.core.store.InMemoryLoginFailures;
import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.core.store.InMemorySessionStore;
import io.mychat.gateway.core.store.InMemoryTokenStore;
import io.mychat.gateway.core.store.MessageStoreLimits;
import io.mychat.gateway.core.store.TokenStoreLimits;
import io.mychat.gateway.core.threads.FixedDelayTask;
import io.mychat.gateway.spi.alert.ActiveAlerts;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.ban.BanStore;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.login.LoginStore;
import io.mychat.gateway.spi.page.OperatorPages;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The adapters of one gateway: the offered ones, or the embedded ones. A nullable field is an optional feature without
 * an adapter.
 */
final class Adapters {

    private static final int MAX_DEVICES = 32;
    private static final Duration SWEEP = Duration.ofMinutes(1);

    final WebSocketTransport webSockets;
    /** Empty where {@code server.http_enabled} is off. */
    final Optional<HttpTransport> http;

    /** Empty where {@code server.management_port} is 0. */
    final Optional<HttpTransport> management;
    /** Answers what is not below {@code /api}. */
    final Optional<HttpEndpoint> pages;

    final List<OperatorPages> operatorPages;

    final Optional<ActiveAlerts> alerts;

    final TrustedIssuers tokens;
    final TokenStore tokenStore;
    final SessionStore sessions;
    final MessageStore messages;
    /** Empty where the three stores of a login are asked one after the other. */
    final Optional<LoginStore> logins;

    final IdempotencyStore idempotencyKeys;
    final LoginFailures loginFailures;
    final BanStore bans;
    final @Nullable CredentialVerifier passwords;
    final @Nullable UserDirectory users;
    final @Nullable BackendServices backends;
    final @Nullable NodeBus bus;
    final String nodeId;

    /** Keeps the embedded message store within its bounds; empty where another one is used. */
    final Optional<FixedDelayTask> sweep;

    /**
     * @param observability gets the metrics of embedded adapters
     * @param housekeeping runs sweeps
     * @throws IllegalStateException when a required adapter is missing
     */
    Adapters(
            AdapterRegistry adapterRegistry,
            GatewayConfig config,
            Observability observability,
            TimeSource time,
            Executor housekeeping) {
        nodeId = adapterRegistry.nodeId();
        webSockets = adapterRegistry.require(WebSocketTransport.class);
        http = config.server().httpEnabled()
                ? Optional.of(adapterRegistry.require(HttpTransport.class))
                : Optional.empty();
        management = config.server().managementPort() == 0
                ? Optional.empty()
                : Optional.of(another(adapterRegistry.require(HttpTransport.class)));
        pages = adapterRegistry.find(HttpEndpoint.class);
        operatorPages = adapterRegistry.operatorPages();
        alerts = adapterRegistry.find(ActiveAlerts.class);
        tokens = adapterRegistry.tokens();
        AdapterCalls calls = observability.calls;
        Optional<TokenStore> tokenStores = adapterRegistry.find(TokenStore.class);
        TokenStore tokenStoreInUse = tokenStores.isPresent()
                ? tokenStores.get()
                : observability.source(new InMemoryTokenStore(time, TokenStoreLimits.defaults(), tokens::lifetime));
        tokenStore = calls.of(tokenStoreInUse);
        Optional<SessionStore> sessionStores = adapterRegistry.find(SessionStore.class);
        SessionStore sessionsInUse = sessionStores.isPresent() ? sessionStores.get() : new InMemorySessionStore(time);
        sessions = calls.of(sessionsInUse);
        Optional<IdempotencyStore> idempotencyStores = adapterRegistry.find(IdempotencyStore.class);
        idempotencyKeys = calls.of(
                idempotencyStores.isPresent()
                        ? idempotencyStores.get()
                        : new InMemoryIdempotencyStore(time, config.messages().maxIdempotencyKeys()));
        Optional<LoginFailures> failures = adapterRegistry.find(LoginFailures.class);
        loginFailures =
                calls.of(failures.isPresent() ? failures.get() : observability.source(new InMemoryLoginFailures(time)));
        Optional<BanStore> banStores = adapterRegistry.find(BanStore.class);
        bans = calls.of(banStores.isPresent() ? banStores.get() : new InMemoryBanStore(time));
        passwords = adapterRegistry.find(CredentialVerifier.class).orElse(null);
        users = adapterRegistry.find(UserDirectory.class).orElse(null);
        BackendServices services = adapterRegistry.find(BackendServices.class).orElse(null);
        backends = services == null ? null : calls.of(services);
        bus = adapterRegistry.find(NodeBus.class).orElse(null);

        Optional<MessageStore> offered = adapterRegistry.find(MessageStore.class);
        if (offered.isPresent()) {
            messages = calls.of(offered.get());
            sweep = Optional.empty();
        } else {
            InMemoryMessageStore embedded =
                    observability.source(new InMemoryMessageStore(time, limits(config.messages())));
            messages = calls.of(embedded);
            sweep = Optional.of(new FixedDelayTask(time, SWEEP, housekeeping, embedded::sweep));
        }
        LoginStore store = adapterRegistry.find(LoginStore.class).orElse(null);
        logins = store != null && offered.isPresent() && store.combines(tokenStoreInUse, sessionsInUse, offered.get())
                ? Optional.of(calls.of(store))
                : Optional.empty();
    }

    /** Whether nothing that a login by token asks ever waits, but the check of the token. */
    boolean loginsNeverWait() {
        return logins.isEmpty()
                && bus == null
                && sessions.neverWaits()
                && tokenStore.neverWaits()
                && messages.neverWaits()
                && loginFailures.neverWaits()
                && (users == null || users.neverWaits());
    }

    private static HttpTransport another(HttpTransport http) {
        return http.another()
                .orElseThrow(
                        () -> new IllegalStateException("server.management_port needs an HTTP transport that can open"
                                + " a second port: HttpTransport.another() of "
                                + http.getClass().getName() + " gives none"));
    }

    private static MessageStoreLimits limits(MessagesConfig config) {
        return new MessageStoreLimits(
                config.retention(),
                config.dedupe(),
                config.maxPerInbox(),
                config.maxPerInbox(),
                new MessageStoreLimits.Total(config.totalBytes(), config.maxInboxes(), config.maxChats(), MAX_DEVICES));
    }
}
