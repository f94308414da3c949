package io.mychat.gateway.testkit.session;

import io.mychat.gateway.spi.session.NodeBus;
import org.junit.jupiter.api.AfterEach;

class InMemoryNodeBusTest extends NodeBusContract {

    private final InMemoryNodeBus hub = new InMemoryNodeBus();

    @Override
    protected NodeBus join(String nodeId) {
        return hub.join(nodeId);
    }

    @Override
    protected void awaitReady(NodeBus bus) {}

    @AfterEach
    void close() {
        hub.close();
    }
}
