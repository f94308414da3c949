package io.mychat.gateway.spi.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** HttpServer of specification 2.2: serves HTTP on one port. Life cycle: {@link #start} once, {@link #close} once. */
public interface HttpTransport extends AutoCloseable {

    /**
     * Binds the port and hands every request to {@code endpoint} from then on, on threads that may block.
     *
     * @return the address that was bound
     * @throws IOException when the address cannot be bound; the message names it
     */
    InetSocketAddress start(HttpSettings settings, HttpEndpoint endpoint) throws IOException;

    /**
     * Has every connection pass this gate from {@link #start} on. Called before the start; a transport that sees no TCP
     * connections ignores it.
     */
    default void guard(ConnectionGate gate) {}

    /** Whether the port still accepts connections. */
    boolean isAccepting();

    /**
     * Binds the same address again when the port no longer accepts though nobody has closed this transport. What is open
     * stays open. Does nothing when the port accepts, and when this transport was not started or has been closed.
     *
     * @return whether the port accepts now; false: this transport cannot bring it back
     * @throws IOException when the address cannot be bound
     */
    default boolean reopen() throws IOException {
        return isAccepting();
    }

    /**
     * A transport for one more port, with the settings of this one: TLS, limits and threads. Each is started and closed on its
     * own, and neither's limits are used up by the other's connections.
     *
     * @return empty: this transport serves one port only, and a gateway with a management port cannot use it
     */
    default Optional<HttpTransport> another() {
        return Optional.empty();
    }

    /** Stops accepting, gives running requests a moment to end, and frees threads and port. Idempotent. */
    @Override
    void close();
}
