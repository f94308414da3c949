package io.mychat.gateway.spi.transport;

/**
 * A connection of the host application on the gateway's port, as far as the gateway may end it. Called from any thread,
 * also before {@link ConnectionListener#onHosted} has returned; the methods must neither block nor reserve bytes.
 *
 * @since 0.1.0
 */
public interface HostedConnection {

    /** The bytes of this connection are needed for other clients: it ends soon. Called once. */
    void evict();

    /**
     * The client's address may no longer connect: the connection closes soon, also when an endpoint is sending.
     *
     * @param reason the code of the close frame
     * @param notice why, for the client, such as {@code banned}
     */
    void refuse(CloseReason reason, String notice);
}
