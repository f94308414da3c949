package io.mychat.gateway.testkit.transport;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the suites for transports on sockets share: a transport and a client of it for each test. */
public abstract class WebSocketTransportContract {

    private final int maxMessageBytes;
    private final int maxOutboundBytes;

    /** Measures the transport's close time-out. */
    final ManualTime time = new ManualTime();

    TransportUnderTest server;
    RawClient client;

    WebSocketTransportContract(int maxMessageBytes, int maxOutboundBytes) {
        this.maxMessageBytes = maxMessageBytes;
        this.maxOutboundBytes = maxOutboundBytes;
    }

    /**
     * A transport that has not been started, without TLS, and that cuts off a handshake which is not finished within a
     * few seconds. The suite closes it.
     *
     * @param timeSource measures the close time-out
     */
    protected abstract WebSocketTransport transport(TimeSource timeSource);

    @BeforeEach
    void open() throws Exception {
        server = new TransportUnderTest(transport(time), maxMessageBytes, maxOutboundBytes);
        client = connect();
    }

    RawClient connect() throws Exception {
        return server.connect();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }
}
