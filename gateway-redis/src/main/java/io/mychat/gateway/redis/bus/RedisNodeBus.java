package io.mychat.gateway.redis.bus;

import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.spi.session.NodeBus;
import java.util.HashSet;
import java.util.Set;

/** The {@link NodeBus} of a cluster: its messages are hints on a {@link TopicBus}, its nodes those with a lease. */
public final class RedisNodeBus implements NodeBus {

    private final TopicBus hints;
    private final Membership membership;

    public RedisNodeBus(TopicBus hints, Membership membership) {
        this.hints = hints;
        this.membership = membership;
    }

    @Override
    public void listen(Receiver receiver) {
        hints.listen(TopicBus.NODES, receiver);
    }

    @Override
    public void send(String nodeId, byte[] message) {
        if (message.length > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("a message has at most " + MAX_MESSAGE_BYTES + " bytes");
        }
        hints.send(TopicBus.NODES, nodeId, message);
    }

    @Override
    public Set<String> nodes() {
        membership.requireLease();
        Set<String> nodes = new HashSet<>(membership.aliveNodes());
        nodes.add(membership.nodeId());
        return Set.copyOf(nodes);
    }
}
