package io.mychat.gateway.core.inbox;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.transport.CloseReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one user's inbox to one session: reads the store from its cursor on and sends, so that order and completeness
 * come from the store and a wake-up may be lost, doubled or late.
 *
 * <p>One worker at a time runs a feed: {@code running} says so, and only that worker touches the cursor. This object's
 * lock guards the flags and the lag. While it replays what was missed, the feed waits for a slow reader as long as it
 * takes; once it is live, a reader that lets more than the outbound limit pile up is cut with 4430.
 */
final class InboxFeed implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(InboxFeed.class);
    private static final int PAGE = 64;

    private final ClientConnection client;
    private final String userId;
    private final InboxDelivery delivery;

    private long cursor;
    private String epoch;
    private boolean live;

    private boolean wanted;
    private boolean running;
    private boolean waitingForDrain;
    private long lagBytes;

    InboxFeed(ClientConnection client, String userId, ResumePoint from, InboxDelivery delivery) {
        this.client = client;
        this.userId = userId;
        this.cursor = from.fromSeq() - 1;
        this.epoch = from.epoch();
        this.delivery = delivery;
    }

    /** There may be something new. */
    void wake() {
        synchronized (this) {
            wanted = true;
            if (running) {
                return;
            }
            running = true;
        }
        delivery.run(this);
    }

    /** A message of about this size has come. */
    void wake(int bytes) {
        boolean tooSlow;
        synchronized (this) {
            lagBytes = waitingForDrain ? lagBytes + bytes : 0;
            tooSlow = waitingForDrain && live && client.outboundBytes() + lagBytes > delivery.maxOutboundBytes();
        }
        if (tooSlow) {
            client.close(CloseReason.SLOW_CONSUMER);
        } else {
            wake();
        }
    }

    /** The client has read what it was sent. */
    void drained() {
        synchronized (this) {
            if (!waitingForDrain) {
                return;
            }
            waitingForDrain = false;
            lagBytes = 0;
        }
        wake();
    }

    @Override
    public void run() {
        while (true) {
            synchronized (this) {
                if (!wanted || waitingForDrain || client.isClosing()) {
                    running = false;
                    return;
                }
                wanted = false;
            }
            try {
                deliver();
            } catch (StoreUnavailableException e) {
                log.debug("The inbox of session {} cannot be read now", client.id(), e);
                delivery.later(this::wake);
            } catch (RuntimeException e) {
                // A feed that ended here would stay silent for the rest of the session.
                log.warn("The inbox of session {} cannot be delivered now", client.id(), e);
                delivery.later(this::wake);
            }
        }
    }

    /** Sends all that is there, or all that the client has room for. */
    private void deliver() {
        while (!client.isClosing()) {
            InboxPage page = delivery.read(userId, cursor, PAGE);
            if (!page.epoch().equals(epoch)) {
                // Another inbox than the one that the cursor belongs to: all of it is new.
                epoch = page.epoch();
                cursor = page.oldestSeq() - 1;
                continue;
            }
            for (InboxEntry entry : page.entries()) {
                if (!entry.originSession().equals(client.id()) && !send(entry)) {
                    return;
                }
                cursor = entry.inboxSeq();
            }
            if (cursor >= page.latestSeq() || page.entries().isEmpty()) {
                synchronized (this) {
                    live = true;
                }
                return;
            }
        }
    }

    private boolean send(InboxEntry entry) {
        byte[] message = delivery.encode(userId, epoch, entry);
        if (client.outboundBytes() > 0 && client.outboundBytes() + message.length > delivery.maxOutboundBytes() / 2) {
            if (mustWait()) {
                return false;
            }
        }
        return client.send(message);
    }

    /** Waits for the drain unless it has just been. */
    private boolean mustWait() {
        synchronized (this) {
            wanted = true;
            waitingForDrain = true;
            if (client.outboundBytes() == 0) {
                waitingForDrain = false;
                return false;
            }
        }
        delivery.later(this::lookForDrain);
        return true;
    }

    /** A queue that emptied just before the feed began to wait is not announced. */
    private void lookForDrain() {
        synchronized (this) {
            if (!waitingForDrain || client.isClosing()) {
                return;
            }
        }
        if (client.outboundBytes() == 0) {
            drained();
        } else {
            delivery.later(this::lookForDrain);
        }
    }
}
