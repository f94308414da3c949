package io.mychat.gateway.redis.chat;

import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies the listener of new inbox entries on the calling thread, once a listener is registered. An exception of the
 * listener is logged and has no other effect. Thread-safe.
 */
final class InboxAnnouncer implements InboxListener {

    private static final Logger LOG = LoggerFactory.getLogger(InboxAnnouncer.class);

    private final RateLimitedLog failures;
    private volatile @Nullable InboxListener listener;

    InboxAnnouncer(TimeSource time) {
        this.failures = RateLimitedLog.withCauses(LOG::warn, time);
    }

    void listen(InboxListener to) {
        listener = to;
    }

    @Override
    public void onArrived(String userId, String epoch, InboxEntry entry) {
        InboxListener to = listener;
        if (to != null) {
            guard(() -> to.onArrived(userId, epoch, entry));
        }
    }

    @Override
    public void mayHaveArrived(String userId) {
        InboxListener to = listener;
        if (to != null) {
            guard(() -> to.mayHaveArrived(userId));
        }
    }

    @Override
    public void onHintsLost() {
        InboxListener to = listener;
        if (to != null) {
            guard(to::onHintsLost);
        }
    }

    private void guard(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) { // the listener is the gateway's code, and this thread stays
            failures.log("The gateway's listener to inboxes failed", e);
        }
    }
}
