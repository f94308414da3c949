package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.session.Session;
import java.util.List;

/**
 * The other gateways of the cluster, as far as connections are concerned. What is told here is a hint: it may be lost, and
 * the store's comparison repairs that. Thread-safe; does not block.
 */
public interface OtherNodes {

    /** Nobody else. */
    OtherNodes NONE = new OtherNodes() {
        @Override
        public void lost(Session session, Loss loss) {}

        @Override
        public void newLogin(Session login, List<Session> others) {}
    };

    /** A session of another node has lost its seat. */
    void lost(Session session, Loss loss);

    /** The user of these sessions of other nodes has logged in somewhere else. */
    void newLogin(Session login, List<Session> others);
}
