package io.mychat.gateway.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.chat.MessageStoreContract;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InMemoryMessageStoreTest extends MessageStoreContract {

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

    @Test
    void eachStoreHasAnEpochOfItsOwn() {
        assertThat(newStore().readInbox("bob", 0, 0).epoch())
                .isNotEqualTo(newStore().readInbox("bob", 0, 0).epoch());
    }
}
