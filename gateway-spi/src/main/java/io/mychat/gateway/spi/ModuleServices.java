package io.mychat.gateway.spi;

import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;

/**
 * Where a module offers what it has created. What the host application gave to the builder goes before an offer; two
 * offers of one kind are an error at start.
 */
public interface ModuleServices {

    /** This gateway's name in its cluster: {@code server.node_id}, or one made at start. */
    String nodeId();

    void offer(TokenService service);

    void offer(CredentialVerifier verifier);

    void offer(UserDirectory directory);

    void offer(TokenStore store);

    void offer(SessionStore store);

    void offer(MessageStore store);

    void offer(WebSocketTransport transport);

    void offer(HttpTransport transport);

    void offer(BackendServices services);

    void offer(NodeBus bus);

    void offer(LoginFailures failures);

    void offer(IdempotencyStore store);

    /** A part of the module that can be broken; any number of them. */
    void offer(HealthIndicator indicator);

    /** Numbers that operators should see; any number of them. */
    void offer(MetricSource source);
}
