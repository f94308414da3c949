package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.session.Session;
import java.util.List;

/**
 * Notifies the other gateways of the cluster about sessions. A notification is a hint: the comparison of the store
 * makes up for a lost one. Thread-safe; does not block.
 */
public interface PeerNotifier {

    /** Without other gateways. */
    PeerNotifier NONE = new PeerNotifier() {
        @Override
        public void lost(Session session, DisconnectReason disconnectReason) {}

        @Override
        public void newLogin(Session login, List<Session> others) {}
    };

    /** A session of another node has lost its seat. */
    void lost(Session session, DisconnectReason disconnectReason);

    /** The user of these sessions of other nodes has logged in somewhere else. */
    void newLogin(Session login, List<Session> others);
}
