package io.mychat.gateway.test;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.store.InMemoryBanStore;
import io.mychat.gateway.core.store.InMemoryIdempotencyStore;
import io.mychat.gateway.core.store.InMemoryLoginFailures;
import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.core.store.InMemorySessionStore;
import io.mychat.gateway.core.store.InMemoryTokenStore;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.ban.BanStore;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.testkit.session.InMemoryNodeBus;

/** The embedded stores and the bus of a cluster in one JVM. Thread-safe. */
final class SharedStores implements AutoCloseable {

    private static final int MAX_IDEMPOTENCY_KEYS = 10_000;
    /** Real time: the nodes answer at once, but the machine may be busy with something else. */
    private static final int PATIENCE_MILLIS = 30_000;

    private final InMemoryNodeBus bus = new InMemoryNodeBus();
    private final SharedMessageStore messages;
    private final SessionStore sessions;
    private final TokenStore tokens;
    private final IdempotencyStore keys;
    private final BanStore bans;
    private final LoginFailures loginFailures;

    SharedStores(TimeSource time) {
        messages = new SharedMessageStore(new InMemoryMessageStore(time));
        sessions = new InMemorySessionStore(time);
        tokens = new InMemoryTokenStore(time);
        keys = new InMemoryIdempotencyStore(time, MAX_IDEMPOTENCY_KEYS);
        bans = new InMemoryBanStore(time);
        loginFailures = new InMemoryLoginFailures(time);
    }

    InMemoryNodeBus bus() {
        return bus;
    }

    /** Gives a node its ends of the stores and of the bus. */
    GatewayBuilder connect(String nodeId, GatewayBuilder builder) {
        return builder.setting("processing.cluster_reply_timeout_ms", PATIENCE_MILLIS)
                .messageStore(messages.ofNode(nodeId))
                .sessionStore(sessions)
                .tokenStore(tokens)
                .idempotencyStore(keys)
                .banStore(bans)
                .loginFailures(loginFailures)
                .nodeBus(bus.join(nodeId));
    }

    /** A node has stopped. */
    void disconnect(String nodeId) {
        bus.leave(nodeId);
        messages.forget(nodeId);
    }

    @Override
    public void close() {
        bus.close();
    }
}
