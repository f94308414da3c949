package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.protocol.ServerMessages;
import io.mychat.gateway.spi.session.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Notifies a user's other sessions on all nodes of a new login (4002). Thread-safe. */
final class NewLoginNotifier {

    private final LocalConnections local;
    private final ServerMessages messages;
    private final ClusterPeers peers;

    NewLoginNotifier(LocalConnections local, ServerMessages messages, ClusterPeers peers) {
        this.local = local;
        this.messages = messages;
        this.peers = peers;
    }

    void notifyAll(Session login, List<Session> others) {
        List<Session> elsewhere = new ArrayList<>();
        byte[] message = messages.newLogin(login);
        for (Session other : others) {
            ClientConnection here = local.get(other.id());
            if (here != null) {
                here.send(message);
            } else if (peers.isElsewhere(other)) {
                elsewhere.add(other);
            }
        }
        if (!elsewhere.isEmpty()) {
            peers.notifier().newLogin(login, elsewhere);
        }
    }

    /** Notifies the user's sessions among these that are on this node. */
    void notifyHere(Session login, Collection<String> sessionIds) {
        byte[] message = messages.newLogin(login);
        for (String id : sessionIds) {
            ClientConnection client = local.get(id);
            Session bound = client == null ? null : client.sessionOrNull();
            if (client != null && bound != null && bound.userId().equals(login.userId())) {
                client.send(message);
            }
        }
    }
}
