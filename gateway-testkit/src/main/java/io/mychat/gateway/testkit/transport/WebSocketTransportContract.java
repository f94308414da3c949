package io.mychat.gateway.testkit.transport;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.ContractRules;
import io.mychat.gateway.testkit.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The base of the suites for transports on sockets: each test has a transport and a client.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class WebSocketTransportContract {

    private final int maxMessageBytes;
    private final int maxOutboundBytes;

    /** Measures the close timeout of the transport. */
    final ManualTime time = new ManualTime();

    TransportUnderTest server;
    RawClient client;

    WebSocketTransportContract(int maxMessageBytes, int maxOutboundBytes) {
        this.maxMessageBytes = maxMessageBytes;
        this.maxOutboundBytes = maxOutboundBytes;
    }

    /**
     * Creates a transport that is not started, without TLS, with a handshake timeout of a few seconds. The suite closes
     * it.
     *
     * @param timeSource measures the close timeout
     */
    protected abstract WebSocketTransport transport(TimeSource timeSource);

    /** Whether the clients compress; the transport must be one that does. */
    protected boolean compresses() {
        return false;
    }

    @BeforeEach
    void open(TestInfo test) throws Exception {
        server = new TransportUnderTest(transport(time), maxMessageBytes, maxOutboundBytes);
        if (compresses()) {
            server.compress();
        }
        client = connect();
        server.capabilities().assumeAllOf(test);
    }

    RawClient connect() throws Exception {
        return server.connect();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        if (client != null) { // it could connect
            client.close();
        }
    }
}
