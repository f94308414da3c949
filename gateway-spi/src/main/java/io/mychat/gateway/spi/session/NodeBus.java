package io.mychat.gateway.spi.session;

import java.util.Set;

/**
 * Carries short messages between the gateways of a cluster. A message is a hint: it comes once or not at all, and whoever
 * depends on it repairs its loss from a store. Messages from one node to another keep their order. Safe for use by many
 * threads.
 */
public interface NodeBus {

    /** The longest message, in bytes. */
    int MAX_MESSAGE_BYTES = 8 << 20;

    /** Hears what other nodes send. Called on the bus's threads: must not block. */
    @FunctionalInterface
    interface Receiver {

        /** @param fromNode the sender's node id, as the sender claims */
        void onMessage(String fromNode, byte[] message);
    }

    /** Begins to receive; once, before this node's first message. */
    void listen(Receiver receiver);

    /**
     * Sends to one node; to the own one too. Does not wait for its arrival, and may block for the store's deadline.
     *
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the message cannot leave
     * @throws IllegalArgumentException when it is longer than {@link #MAX_MESSAGE_BYTES}
     */
    void send(String nodeId, byte[] message);

    /**
     * The nodes that are alive, this one among them.
     *
     * @throws io.mychat.gateway.spi.StoreUnavailableException when nobody can say
     */
    Set<String> nodes();
}
