package io.mychat.gateway.spi.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/**
 * HttpServer of specification 2.2: serves HTTP on one port. Life cycle: {@link #start} once, {@link #close} once.
 *
 * @since 0.1.0
 */
public interface HttpTransport extends AutoCloseable {

    /**
     * Binds the port and passes every request to {@code endpoint}, on threads that may block.
     *
     * @return the address that was bound. An {@linkplain InetSocketAddress#isUnresolved unresolved} one says that a server
     *     of the host application has the port
     * @throws IOException when the address cannot be bound; the message names it
     */
    InetSocketAddress start(HttpSettings settings, HttpEndpoint endpoint) throws IOException;

    /**
     * Sets the gate that decides about every connection. Called before {@link #start}. A transport that does not handle
     * TCP connections itself ignores it.
     */
    default void guard(ConnectionGate gate) {}

    /**
     * What this transport can do. A gateway asks before {@link #start}, and does without what is missing or refuses to
     * start and says why.
     */
    default Set<TransportCapability> capabilities() {
        return TransportCapability.all();
    }

    /** Whether the port still accepts connections. */
    boolean isAccepting();

    /**
     * Binds the same address again when the port no longer accepts connections although this transport is open.
     * Existing connections stay open. Does nothing when the port accepts, and when this transport was not started or is
     * closed.
     *
     * @return whether the port accepts now; false when this transport cannot reopen it
     * @throws IOException when the address cannot be bound
     */
    default boolean reopen() throws IOException {
        return isAccepting();
    }

    /**
     * A transport for a further port with the same TLS, limits and threads. Each of the two is started and closed
     * separately, and the limits of each apply to its own connections only.
     *
     * @return empty when this transport can serve only one port; a gateway with a management port cannot use it
     */
    default Optional<HttpTransport> another() {
        return Optional.empty();
    }

    /** Stops accepting, waits a moment for running requests, and releases threads and port. Idempotent. */
    @Override
    void close();
}
