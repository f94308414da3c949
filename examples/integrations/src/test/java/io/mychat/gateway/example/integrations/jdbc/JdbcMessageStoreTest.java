package io.mychat.gateway.example.integrations.jdbc;

import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.chat.MessageStoreContract;
import java.time.Duration;
import java.time.Instant;

/** The store follows the contract of all stores. */
class JdbcMessageStoreTest extends MessageStoreContract {

    private final ManualTime time = new ManualTime();

    @Override
    protected MessageStore newStore() {
        return new JdbcMessageStore(TestDatabase.create(), time::now);
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
