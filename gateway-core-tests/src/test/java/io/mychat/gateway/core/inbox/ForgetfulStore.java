package io.mychat.gateway.core.inbox;

import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.testkit.chat.ForwardingMessageStore;

/** A store that loses what it has when a test says so, and says nothing of it. Its listener hears of arrivals only. */
final class ForgetfulStore extends ForwardingMessageStore {

    private final TimeSource time;

    ForgetfulStore(TimeSource time) {
        super(new InMemoryMessageStore(time));
        this.time = time;
    }

    /** Everything is gone; what comes from now on belongs to another epoch and is not heard of. */
    void loseEverything() {
        replace(new InMemoryMessageStore(time));
    }
}
