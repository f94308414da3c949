package io.mychat.gateway.redis.chat;

import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener, whose failures end here: what is stored stays stored, and the next receiver is told too. */
record GuardedListener(InboxListener listener) implements InboxListener {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

    @Override
    public void onArrived(String userId, String epoch, InboxEntry entry) {
        guard(() -> listener.onArrived(userId, epoch, entry));
    }

    @Override
    public void mayHaveArrived(String userId) {
        guard(() -> listener.mayHaveArrived(userId));
    }

    @Override
    public void onHintsLost() {
        guard(listener::onHintsLost);
    }

    private static void guard(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            LOG.warn("The listener to inboxes failed", e);
        }
    }
}
