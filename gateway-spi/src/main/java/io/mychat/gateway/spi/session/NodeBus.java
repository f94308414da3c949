package io.mychat.gateway.spi.session;

import java.util.Set;

/**
 * Carries short messages between the gateways of a cluster. A message is a hint: it arrives once or not at all, and a
 * receiver that depends on it repairs a loss from a store. Messages from one node to another keep their order.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface NodeBus {

    /** The longest message, in bytes. */
    int MAX_MESSAGE_BYTES = 8 << 20;

    /** Receives the messages of other nodes. Called on threads of the bus; must not block. */
    @FunctionalInterface
    interface Receiver {

        /** @param fromNode the node id that the sender claims */
        void onMessage(String fromNode, byte[] message);

        /** Messages may have been lost until now: the bus has just begun to receive, or does so again. */
        default void onMessagesLost() {}
    }

    /**
     * Starts to receive. Called once, before this node's first message.
     *
     * @throws IllegalStateException when the bus has a receiver
     */
    void listen(Receiver receiver);

    /**
     * Sends a message to one node, which may be this one. Does not wait for its arrival. May block up to the deadline
     * of the store.
     *
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the message cannot be sent
     * @throws IllegalArgumentException when the message is longer than {@link #MAX_MESSAGE_BYTES}
     */
    void send(String nodeId, byte[] message);

    /**
     * The living nodes, this one included, and those that have just joined. May block up to the deadline of the store.
     *
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the living nodes cannot be determined
     */
    Set<String> nodes();
}
