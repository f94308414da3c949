package io.mychat.gateway.spi.transport;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Serves HTTP. Life cycle: {@link #start} once, {@link #close} once. */
public interface HttpTransport extends AutoCloseable {

    /**
     * Binds the port and hands every request to {@code endpoint} from then on, on threads that may block.
     *
     * @return the address that was bound
     * @throws IOException when the address cannot be bound; the message names it
     */
    InetSocketAddress start(HttpSettings settings, HttpEndpoint endpoint) throws IOException;

    /** Whether the port still accepts connections. */
    boolean isAccepting();

    /** Stops accepting, gives running requests a moment to end, and frees threads and port. Idempotent. */
    @Override
    void close();
}
