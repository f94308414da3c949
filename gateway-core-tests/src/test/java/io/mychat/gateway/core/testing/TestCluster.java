package io.mychat.gateway.core.testing;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.store.InMemoryBanStore;
import io.mychat.gateway.core.store.InMemoryIdempotencyStore;
import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.core.store.InMemorySessionStore;
import io.mychat.gateway.core.store.InMemoryTokenStore;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanList;
import io.mychat.gateway.spi.ban.BanStore;
import io.mychat.gateway.spi.ban.BanVersion;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionOwner;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.FakeTokens;
import io.mychat.gateway.testkit.chat.ForwardingMessageStore;
import io.mychat.gateway.testkit.session.ForwardingSessionStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Several gateways of one process that share their stores and a bus. The nodes' hints can be cut. */
public final class TestCluster implements AutoCloseable {

    /** Real time: the nodes answer at once, but the machine may be busy with something else. */
    private static final int PATIENCE_MILLIS = 30_000;

    private final ManualTime storeTime = new ManualTime();
    private final Hub hub = new Hub();
    private final SharedMessages messages = new SharedMessages(new InMemoryMessageStore(storeTime));
    private final SharedSessions sessions = new SharedSessions(new InMemorySessionStore(storeTime));
    private final InMemoryTokenStore tokens = new InMemoryTokenStore(storeTime);
    private final FakeTokens signatures = new FakeTokens(storeTime);
    private final IdempotencyStore keys = new InMemoryIdempotencyStore(storeTime, 1000);
    private final SharedBans bans = new SharedBans(new InMemoryBanStore(storeTime));
    private final Map<String, TestGateway> nodes = new TreeMap<>();
    private final GatewayListener listener;

    public TestCluster() {
        this(event -> {});
    }

    /**
     * @param listener hears all nodes
     */
    public TestCluster(GatewayListener listener) {
        this.listener = listener;
    }

    /** A token of another issuer, good for a day. */
    public String foreignToken(String user, DeviceKey device) {
        return signatures.foreign(
                TestGateway.user(user), device, storeTime.now().plus(Duration.ofDays(1)));
    }

    public ManualTime storeTime() {
        return storeTime;
    }

    public TestGateway node(String name) {
        return node(name, builder -> builder);
    }

    public TestGateway node(String name, UnaryOperator<GatewayBuilder> more) {
        return nodes.computeIfAbsent(
                name,
                id -> TestGateway.start(
                        builder -> more.apply(builder.setting("processing.cluster_reply_timeout_ms", PATIENCE_MILLIS))
                                .setting("server.node_id", id)
                                .listener(listener)
                                .idempotencyStore(keys)
                                .messageStore(messages)
                                .banStore(bans)
                                .sessionStore(sessions)
                                .tokenStore(tokens)
                                .tokens(signatures)
                                .nodeBus(hub.end(id))));
    }

    public Hub hub() {
        return hub;
    }

    /** From now on this happens whenever a node gives a seat back, on its thread. */
    public void beforeRemoval(Runnable what) {
        sessions.beforeRemoval = what;
    }

    /** The list of bans that all nodes share. */
    public SharedBans bans() {
        return bans;
    }

    /** What the stores know of each node's gateway. */
    public SessionOwner owner(String name) {
        return sessions.owners.get(List.copyOf(nodes.keySet()).indexOf(name));
    }

    @Override
    public void close() {
        nodes.forEach((name, node) -> {
            node.close();
            hub.leave(name);
        });
    }

    /** The bus: calls the receiver on the sender's thread. */
    public static final class Hub {

        private final Map<String, NodeBus.Receiver> receivers = new ConcurrentHashMap<>();
        private final Set<String> deaf = ConcurrentHashMap.newKeySet();
        private volatile int times = 1;
        private volatile Consumer<String> onDelivered = message -> {};

        public NodeBus end(String own) {
            return new NodeBus() {
                @Override
                public void listen(Receiver receiver) {
                    receivers.put(own, receiver);
                }

                @Override
                public void send(String nodeId, byte[] message) {
                    deliver(own, nodeId, message);
                }

                @Override
                public Set<String> nodes() {
                    return receivers.keySet();
                }
            };
        }

        public void deliver(String from, String to, byte[] message) {
            NodeBus.Receiver receiver = receivers.get(to);
            if (receiver != null && !deaf.contains(to)) {
                for (int i = 0; i < times; i++) {
                    receiver.onMessage(from, message.clone());
                }
                onDelivered.accept(new String(message, StandardCharsets.UTF_8));
            }
        }

        /** From now on this gets each message after its receiver, on the sender's thread. */
        public void onDelivered(Consumer<String> listener) {
            onDelivered = listener;
        }

        /** From now on each message is delivered so often. */
        public void repeat(int howOften) {
            times = howOften;
        }

        /** The node is gone, and the others know it. */
        void leave(String node) {
            receivers.remove(node);
        }

        public void deafen(String node) {
            deaf.add(node);
        }
    }

    /** A store of bans that a test makes unreachable, or empty. */
    public static final class SharedBans implements BanStore {

        private final ManualTime time = new ManualTime();
        private volatile BanStore store;
        private volatile boolean isUp = true;

        SharedBans(BanStore store) {
            this.store = store;
        }

        public void setUp(boolean up) {
            isUp = up;
        }

        /** As a server without persistence that was restarted. */
        public void loseEverything() {
            store = new InMemoryBanStore(time);
        }

        private BanStore store() {
            if (!isUp) {
                throw new StoreUnavailableException("the store of bans is down");
            }
            return store;
        }

        @Override
        public boolean add(Ban ban, int most) {
            return store().add(ban, most);
        }

        @Override
        public boolean remove(String id) {
            return store().remove(id);
        }

        @Override
        public Optional<BanList> changedSince(BanVersion known) {
            return store().changedSince(known);
        }

        @Override
        public void restore(Collection<Ban> lost) {
            store().restore(lost);
        }
    }

    private static final class SharedSessions extends ForwardingSessionStore {

        private volatile Runnable beforeRemoval = () -> {};
        private final List<SessionOwner> owners = new CopyOnWriteArrayList<>();

        SharedSessions(SessionStore store) {
            super(store);
        }

        @Override
        public boolean remove(Session session) {
            beforeRemoval.run();
            return super.remove(session);
        }

        @Override
        public void attach(SessionOwner owner) {
            owners.add(owner);
        }
    }

    private static final class SharedMessages extends ForwardingMessageStore {

        private final List<InboxListener> listeners = new CopyOnWriteArrayList<>();

        SharedMessages(MessageStore store) {
            super(store);
            store.listen(new InboxListener() {
                @Override
                public void onArrived(String userId, String epoch, InboxEntry entry) {
                    listeners.forEach(listener -> listener.onArrived(userId, epoch, entry));
                }

                @Override
                public void onHintsLost() {
                    listeners.forEach(InboxListener::onHintsLost);
                }
            });
        }

        @Override
        public void listen(InboxListener listener) {
            listeners.add(listener);
        }
    }
}
