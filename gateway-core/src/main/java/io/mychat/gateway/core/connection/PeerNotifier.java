package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.session.Session;
import java.util.List;

/**
 * The other gateways of the cluster, as far as connections are concerned. What is told here is a hint: it may be lost, and
 * the store's comparison repairs that. Thread-safe; does not block.
 */
public interface PeerNotifier {

    /** Nobody else. */
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
