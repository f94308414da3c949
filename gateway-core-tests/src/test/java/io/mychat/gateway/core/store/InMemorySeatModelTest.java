package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.session.SeatModelContract;

class InMemorySeatModelTest extends SeatModelContract {

    @Override
    protected SessionStore newStore() {
        return new InMemorySessionStore(new ManualTime());
    }
}
