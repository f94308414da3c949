package io.mychat.gateway.test;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.FakeTokens;
import java.util.Map;

/**
 * What makes a gateway one in memory, for a framework that builds the gateway itself: the framework gives these parts and
 * {@link #settings} to its builder, and gets the gateway with its clients back by {@link #around}. One gateway has them.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class InMemoryParts {

    private final ManualTime time = new ManualTime();
    private final MemoryNetwork network = new MemoryNetwork(time);
    private final TestAccounts accounts = new TestAccounts();
    private final TokenService tokens = new FakeTokens(time);

    /** New parts, in a time that stands still. */
    public InMemoryParts() {}

    /** Keys of the configuration that a gateway needs for tests: no limit of rates, and a stop at once. */
    public static Map<String, Object> settings() {
        return GatewayStarter.inMemorySettings();
    }

    public ManualTime time() {
        return time;
    }

    public InMemoryTransport webSockets() {
        return network.sockets();
    }

    public InMemoryHttpTransport http() {
        return network.calls();
    }

    /** Accepts everybody with {@link LiveGateway#PASSWORD}. */
    public CredentialVerifier accounts() {
        return accounts;
    }

    public TokenService tokens() {
        return tokens;
    }

    /** The gateway that has been built of these parts; its builder starts and stops it. */
    public LiveGateway around(GatewayServer server) {
        return new LiveGateway(server, network, accounts, time);
    }
}
