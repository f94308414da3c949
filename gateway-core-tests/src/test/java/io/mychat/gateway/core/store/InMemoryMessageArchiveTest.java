package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.chat.MessageArchiveContract;
import java.time.Duration;
import java.time.Instant;

class InMemoryMessageArchiveTest extends MessageArchiveContract {

    private final ManualTime time = new ManualTime();

    @Override
    protected MessageStore newStore() {
        return new InMemoryMessageStore(time);
    }

    @Override
    protected Instant now() {
        return time.now();
    }

    @Override
    protected void elapse(Duration duration) {
        time.advance(duration);
    }
}
