package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.codec.ServerMessage;
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
        List<ClientConnection> here = new ArrayList<>();
        List<Session> elsewhere = new ArrayList<>();
        for (Session other : others) {
            ClientConnection client = local.get(other.id());
            if (client != null) {
                here.add(client);
            } else if (peers.isElsewhere(other)) {
                elsewhere.add(other);
            }
        }
        send(login, here);
        if (!elsewhere.isEmpty()) {
            peers.notifier().newLogin(login, elsewhere);
        }
    }

    /** Notifies the user's sessions among these that are on this node. */
    void notifyHere(Session login, Collection<String> sessionIds) {
        List<ClientConnection> here = new ArrayList<>();
        for (String id : sessionIds) {
            ClientConnection client = local.get(id);
            Session bound = client == null ? null : client.sessionOrNull();
            if (client != null && bound != null && bound.userId().equals(login.userId())) {
                here.add(client);
            }
        }
        send(login, here);
    }

    private void send(Session login, List<ClientConnection> clients) {
        if (!clients.isEmpty()) {
            ServerMessage message = messages.newLogin(login);
            clients.forEach(client -> client.send(message));
        }
    }
}
