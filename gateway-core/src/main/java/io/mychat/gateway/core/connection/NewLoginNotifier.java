package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.protocol.ServerMessages;
import io.mychat.gateway.spi.session.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Tells a user's other sessions of a new login (4002), on whichever node they are. Thread-safe. */
final class NewLoginNotifier {

    private final Map<String, ClientConnection> connections;
    private final ServerMessages messages;
    private final String nodeId;
    private final PeerNotifier peers;

    /** @param connections the open ones by session id; a live view */
    NewLoginNotifier(
            Map<String, ClientConnection> connections, ServerMessages messages, String nodeId, PeerNotifier peers) {
        this.connections = connections;
        this.messages = messages;
        this.nodeId = nodeId;
        this.peers = peers;
    }

    void notifyAll(Session login, List<Session> others) {
        List<Session> elsewhere = new ArrayList<>();
        byte[] message = messages.newLogin(login);
        for (Session other : others) {
            ClientConnection here = connections.get(other.id());
            if (here != null) {
                here.send(message);
            } else if (!other.nodeId().equals(nodeId)) {
                elsewhere.add(other);
            }
        }
        if (!elsewhere.isEmpty()) {
            peers.newLogin(login, elsewhere);
        }
    }

    /** Tells those of the sessions that are here and belong to the user. */
    void notifyHere(Session login, Collection<String> sessionIds) {
        byte[] message = messages.newLogin(login);
        for (String id : sessionIds) {
            ClientConnection client = connections.get(id);
            Session bound = client == null ? null : client.sessionOrNull();
            if (client != null && bound != null && bound.userId().equals(login.userId())) {
                client.send(message);
            }
        }
    }
}
