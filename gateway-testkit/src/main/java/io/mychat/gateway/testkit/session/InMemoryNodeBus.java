package io.mychat.gateway.testkit.session;

import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.session.NodeBus;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A bus for gateways of one process. {@link #join} returns the bus of a node; messages are delivered one after the
 * other on a thread of the receiving node. A test can cut off a node, or make all calls fail. Thread-safe; the test
 * closes it.
 *
 * @since 0.1.0
 */
public final class InMemoryNodeBus implements AutoCloseable {

    private final Map<String, Node> nodes = new ConcurrentHashMap<>();
    private volatile boolean down;

    /** The bus of a node, which is alive from now on. */
    public NodeBus join(String nodeId) {
        Node node = new Node(nodeId);
        if (nodes.putIfAbsent(nodeId, node) != null) {
            throw new IllegalArgumentException("there is a node " + nodeId);
        }
        return node;
    }

    /** Kills a node: it is no longer listed, and messages to it are lost. */
    public void leave(String nodeId) {
        Node node = nodes.remove(nodeId);
        if (node != null) {
            node.delivery.shutdown();
        }
    }

    /** Sets whether messages to the node are lost. The node stays listed. */
    public void deafen(String nodeId, boolean deaf) {
        Node node = nodes.get(nodeId);
        if (node != null) {
            node.deaf = deaf;
        }
    }

    /** Sets whether every call fails. */
    public void setDown(boolean isDown) {
        down = isDown;
    }

    @Override
    public void close() {
        Set.copyOf(nodes.keySet()).forEach(this::leave);
    }

    private void requireUp() {
        if (down) {
            throw new StoreUnavailableException("the bus is down");
        }
    }

    private final class Node implements NodeBus {

        private final String id;
        private final ExecutorService delivery;
        private volatile @Nullable Receiver receiver;
        private volatile boolean deaf;

        Node(String id) {
            this.id = id;
            this.delivery = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "bus-" + id);
                thread.setDaemon(true);
                return thread;
            });
        }

        @Override
        public void listen(Receiver newReceiver) {
            if (receiver != null) {
                throw new IllegalStateException("somebody listens already");
            }
            receiver = newReceiver;
            delivery.execute(newReceiver::onMessagesLost);
        }

        @Override
        public void send(String nodeId, byte[] message) {
            if (message.length > MAX_MESSAGE_BYTES) {
                throw new IllegalArgumentException("a message has at most " + MAX_MESSAGE_BYTES + " bytes");
            }
            requireUp();
            Node target = nodes.get(nodeId);
            if (target != null) {
                target.receive(id, message.clone());
            }
        }

        @Override
        public Set<String> nodes() {
            requireUp();
            return Set.copyOf(nodes.keySet());
        }

        private void receive(String from, byte[] message) {
            Receiver now = receiver;
            if (now != null && !deaf) {
                try {
                    delivery.execute(() -> now.onMessage(from, message));
                } catch (RejectedExecutionException e) {
                    // The node has left meanwhile, and a message is a hint.
                    deaf = true;
                }
            }
        }
    }
}
