package io.mychat.gateway.core.inbox;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.transport.CloseReason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one user's inbox to one session. Order and completeness come from the store: a hint is sent as it is only where it
 * is the very next entry, and anything else makes the feed read the store from its cursor on. So a hint may be lost, doubled
 * or late.
 *
 * <p>One worker at a time runs a feed: {@code running} says so, and only that worker changes the cursor. This object's
 * lock guards the flags, the hints and the lag. Where the store has lost something (another epoch, or a retention that is faster
 * than the client), delivery goes on with the oldest entry that is there, and the client is told: with the next entry, and where
 * there is none to send, at once with 4006. While it replays what was missed, the feed waits for a slow reader as long as it
 * takes; once it is live, a reader that lets more than the outbound limit pile up is cut with 4430.
 */
final class InboxFeed implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(InboxFeed.class);
    private static final int PAGE = 64;
    /** More than that are read from the store. */
    private static final int MAX_HINTS = 16;
    /** More make no difference. */
    private static final int MOST_FAILURES = 30;

    private final ClientConnection client;
    private final String userId;
    private final InboxDelivery delivery;

    /** The client has been told where it stands. */
    private boolean begun;

    private volatile long cursor;
    /** Written by the worker; read by whoever asks what was sent. */
    private volatile String epoch = "";

    private boolean live;
    /** The client was told of a gap and has got nothing yet: the oldest that is still there may be a later one by now. */
    private boolean startsAtOldest;

    /** Something was lost since the last entry that was sent. The worker's, as is the next. */
    private boolean gap;

    /** The client was told of that gap by 4006. */
    private boolean gapTold;

    private boolean wanted;
    private final Deque<InboxArrival> hints = new ArrayDeque<>(0);
    private boolean running;
    /** After a failure, until its timer fires. */
    private boolean resting;
    /** In a row. */
    private int failures;

    private boolean waitingForDrain;
    /** A timer looks for the drain. */
    private boolean looking;

    private long lagBytes;

    /** One that says nothing until it {@linkplain #begin begins}. */
    InboxFeed(ClientConnection client, String userId, InboxDelivery delivery) {
        this.client = client;
        this.userId = userId;
        this.delivery = delivery;
    }

    /** The client knows where it stands. Reads the store only where something was missed, or has come meanwhile. */
    void begin(ResumePoint from) {
        synchronized (this) {
            cursor = from.fromSeq() - 1;
            epoch = from.epoch();
            startsAtOldest = from.gap();
            begun = true;
            if (!wanted && from.fromSeq() > from.latestSeq()) {
                live = true;
                return;
            }
        }
        wake();
    }

    /** The epoch in which the client has been sent everything up to this entry; empty when it has not. */
    Optional<String> epochOfSent(long inboxSeq) {
        // A new epoch is written behind its number, and so read before it: an old number never goes with a new epoch.
        String of = epoch;
        return of.isEmpty() || inboxSeq > cursor ? Optional.empty() : Optional.of(of);
    }

    /** There may be something new. */
    void wake() {
        synchronized (this) {
            wanted = true;
            if (!begun || running || resting) {
                return;
            }
            running = true;
        }
        delivery.run(this);
    }

    /** As {@link #wake}, also after failures: the store answers again. */
    void wakeAtOnce() {
        synchronized (this) {
            resting = false;
            failures = 0;
        }
        wake();
    }

    /** A message of about this size has come. */
    void arrived(InboxArrival inboxArrival, int bytes) {
        boolean tooSlow;
        synchronized (this) {
            lagBytes = waitingForDrain ? lagBytes + bytes : 0;
            tooSlow = waitingForDrain && live && client.outboundBytes() + lagBytes > delivery.maxOutboundBytes();
            if (!tooSlow) {
                take(inboxArrival);
                if (!begun || running || resting) {
                    return;
                }
                running = true;
            }
        }
        if (tooSlow) {
            client.close(CloseReason.SLOW_CONSUMER);
        } else {
            delivery.run(this);
        }
    }

    /** Keeps the hint, or only that there was one. */
    private void take(InboxArrival inboxArrival) {
        if (!begun || wanted || waitingForDrain || hints.size() == MAX_HINTS) {
            wanted = true;
            hints.clear();
        } else {
            hints.add(inboxArrival);
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
            InboxArrival inboxArrival;
            synchronized (this) {
                if (waitingForDrain || client.isClosing() || (!wanted && hints.isEmpty())) {
                    running = false;
                    return;
                }
                inboxArrival = wanted ? null : hints.poll();
                wanted = false;
            }
            try {
                if (inboxArrival == null || !deliver(inboxArrival)) {
                    deliver();
                    succeeded();
                }
            } catch (InterruptedException e) {
                // The gateway stops; what is not delivered now is in the store.
                Thread.currentThread().interrupt();
                return;
            } catch (StoreUnavailableException e) {
                log.debug("The inbox of session {} cannot be read now", client.id(), e);
                rest();
                return;
            } catch (Throwable e) {
                // A feed that ended here would stay silent for the rest of the session.
                log.warn("The inbox of session {} cannot be delivered now", client.id(), e);
                rest();
                return;
            }
        }
    }

    private void succeeded() {
        synchronized (this) {
            failures = 0;
        }
    }

    /** Lets the store be for a moment: one timer, however many hints come meanwhile. */
    private void rest() {
        int inARow;
        synchronized (this) {
            failures = Math.min(failures + 1, MOST_FAILURES);
            inARow = failures;
            running = false;
            resting = true;
            wanted = true;
            hints.clear();
        }
        try {
            delivery.retry(inARow, this::goOn);
        } catch (Throwable e) {
            log.error("The inbox of session {} waits for its next message", client.id(), e);
            synchronized (this) {
                resting = false;
            }
        }
    }

    /** There is no thread for it now: tries again in a moment. What is not delivered is in the store. */
    void refused(Throwable why) {
        log.debug("There is no thread to deliver the inbox of session {}", client.id(), why);
        synchronized (this) {
            if (client.isClosing()) {
                running = false;
                return;
            }
        }
        rest();
    }

    private void goOn() {
        synchronized (this) {
            resting = false;
        }
        wake();
    }

    /**
     * Sends an entry without a look at the store.
     *
     * @return false when it is not the next one
     */
    private boolean deliver(InboxArrival inboxArrival) {
        InboxEntry entry = inboxArrival.entry();
        if (!live || !inboxArrival.epoch().equals(epoch) || entry.inboxSeq() > cursor + 1) {
            return false;
        }
        if (entry.inboxSeq() == cursor + 1 && (isOwn(entry) || send(entry))) {
            cursor = entry.inboxSeq();
        }
        return true;
    }

    private boolean isOwn(InboxEntry entry) {
        return entry.originSession().equals(client.id());
    }

    /** Sends all that is there, or all that the client has room for. */
    private void deliver() throws InterruptedException {
        while (!client.isClosing()) {
            InboxPage page = delivery.read(userId, cursor, PAGE);
            if (!page.epoch().equals(epoch)) {
                // Another inbox than the one that the cursor belongs to: all of it is new.
                lost(page);
                epoch = page.epoch();
                continue;
            }
            if (page.oldestSeq() > cursor + 1 && !startsAtOldest) {
                // Retention was faster than the client.
                lost(page);
            }
            for (InboxEntry entry : page.entries()) {
                // An entry in front of it was evicted before its time.
                gap |= entry.inboxSeq() > cursor + 1 && !startsAtOldest;
                if (!isOwn(entry) && !send(entry)) {
                    return;
                }
                cursor = entry.inboxSeq();
                startsAtOldest = false;
            }
            if (page.entries().isEmpty() && cursor < page.latestSeq()) {
                // All that the client has not seen was evicted.
                cursor = page.latestSeq();
                gap = true;
                gapTold = false;
            }
            if (cursor >= page.latestSeq()) {
                synchronized (this) {
                    live = true;
                }
                tellOfGap(page);
                return;
            }
        }
    }

    /** Entries that the client has not seen are gone: delivery goes on with the oldest that is there. */
    private void lost(InboxPage page) {
        cursor = page.oldestSeq() - 1;
        startsAtOldest = true;
        gap = true;
        gapTold = false;
    }

    /** All that is there was the client's own, or there is nothing: no entry tells it of the gap now. */
    private void tellOfGap(InboxPage bounds) {
        if (gap && !gapTold) {
            gapTold = client.send(delivery.encodeLoss(userId, bounds));
        }
    }

    private boolean send(InboxEntry entry) {
        byte[] message = delivery.encode(userId, epoch, entry, gap);
        if (client.outboundBytes() > 0 && client.outboundBytes() + message.length > delivery.maxOutboundBytes() / 2) {
            if (mustWait()) {
                return false;
            }
        }
        boolean sent = client.send(message);
        gap &= !sent;
        return sent;
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
        look();
        return true;
    }

    private void look() {
        synchronized (this) {
            if (looking) {
                return;
            }
            looking = true;
        }
        delivery.later(this::lookForDrain);
    }

    /** A queue that emptied just before the feed began to wait is not announced. */
    private void lookForDrain() {
        synchronized (this) {
            looking = false;
            if (!waitingForDrain || client.isClosing()) {
                return;
            }
        }
        if (client.outboundBytes() == 0) {
            drained();
        } else {
            look();
        }
    }
}
