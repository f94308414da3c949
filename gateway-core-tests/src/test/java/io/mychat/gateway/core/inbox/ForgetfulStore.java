package io.mychat.gateway.core.inbox;

import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.testkit.chat.ForwardingMessageStore;
import java.util.ArrayList;
import java.util.List;

/** A store that loses what it has when a test says so, and says nothing of it. Its listener hears of arrivals only. */
final class ForgetfulStore extends ForwardingMessageStore {

    private final TimeSource time;
    private final List<String> ended = new ArrayList<>();

    ForgetfulStore(TimeSource time) {
        super(new InMemoryMessageStore(time));
        this.time = time;
    }

    /** Everything is gone; what comes from now on belongs to another epoch and is not heard of. */
    void loseEverything() {
        replace(new InMemoryMessageStore(time));
    }

    /** Users and devices with a session that has ended. */
    List<String> ended() {
        return ended;
    }

    @Override
    public void sessionEnded(String userId, DeviceKey device) {
        ended.add(userId + " " + device.platform());
    }
}
