package io.mychat.gateway.test;

import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.testkit.chat.ForwardingMessageStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A message store of one process that reports new entries to several gateways. Thread-safe. */
final class SharedMessageStore {

    private final MessageStore store;
    private final Map<String, InboxListener> listeners = new ConcurrentHashMap<>();

    SharedMessageStore(MessageStore store) {
        this.store = store;
        store.listen(new InboxListener() {
            @Override
            public void onArrived(String userId, String epoch, InboxEntry entry) {
                listeners.values().forEach(listener -> listener.onArrived(userId, epoch, entry));
            }

            @Override
            public void onHintsLost() {
                listeners.values().forEach(InboxListener::onHintsLost);
            }
        });
    }

    /** The store as a node sees it. */
    MessageStore ofNode(String nodeId) {
        return new NodeStore(nodeId);
    }

    void forget(String nodeId) {
        listeners.remove(nodeId);
    }

    private final class NodeStore extends ForwardingMessageStore {

        private final String nodeId;

        NodeStore(String nodeId) {
            super(store);
            this.nodeId = nodeId;
        }

        @Override
        public void listen(InboxListener listener) {
            listeners.put(nodeId, listener);
        }

        @Override
        public Optional<MessageArchive> archive() {
            return store.archive();
        }
    }
}
