package io.mychat.gateway.core.inbox;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.event.TakenEntries;
import io.mychat.gateway.core.inbox.InboxSender.Sent;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.time.Backoff;
import io.mychat.gateway.spi.transport.CloseReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers one user's inbox to one session. The store guarantees order and completeness: an arrival is sent directly
 * only if it is the next entry; otherwise the feed reads the store from its cursor on. A hint of the store may
 * therefore be lost, duplicated or late.
 *
 * <p>The feed is a machine of the states in {@link FeedState}. This object's lock guards the state, what is pending and
 * the lag; it is not held while the store or the client is called. Only the thread that runs a
 * {@linkplain FeedState#RUNNING running} feed uses the {@link InboxSender}: a worker, or the one that has reported the message.
 *
 * <p>When entries are lost (by a new epoch, or by a retention that is faster than the client), delivery continues with
 * the oldest existing entry, and the client is told: with the next entry, or at once with 4006 when there is none.
 * During the replay of missed entries the feed waits for a slow reader without a limit. After that, a reader is closed
 * with 4430 when more than the outbound limit waits for it.
 */
final class InboxFeed implements ClientConnection.Delivery, Runnable {

    private static final Logger log = LoggerFactory.getLogger(InboxFeed.class);

    /** A fail-over is over within less than a second. */
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    private static final Duration DRAIN_LOOK = Duration.ofSeconds(1);
    private static final int MOST_IN_PLACE = 16;

    private final ClientConnection client;
    private final FeedPort port;
    private final InboxSender sender;

    /** Null: nothing is pending, as nearly always. */
    private @Nullable PendingArrivals pending;

    private FeedState state = FeedState.PREPARED;
    /** Counts the times that the feed was BLOCKED or RESTING, so that a timer of an earlier time does nothing. */
    private int stop;
    /** In a row. */
    private int failures;
    /** The client has been sent everything once; from then on it has to keep up. */
    private boolean caughtUp;
    /** Of arrivals while the feed was BLOCKED. */
    private long lagBytes;
    /** For the worker that runs now. */
    private @Nullable Runnable atRest;

    /** A feed that sends nothing until it {@linkplain #begin begins}. */
    InboxFeed(ClientConnection client, String userId, FeedPort port) {
        this.client = client;
        this.port = port;
        this.sender = new InboxSender(client, userId, port);
    }

    /** The feed of a connection; null: it has none. */
    static @Nullable InboxFeed of(ClientConnection client) {
        return client.delivery() instanceof InboxFeed feed ? feed : null;
    }

    /** The client knows where it stands. Reads the store only where something was missed, or has come meanwhile. */
    void begin(ResumePoint from) {
        synchronized (this) {
            sender.startAt(from);
            caughtUp = pending == null && from.fromSeq() > from.latestSeq();
            state = FeedState.IDLE;
            if (caughtUp) {
                return;
            }
        }
        wake();
    }

    /** See {@link InboxCursor#epochOfSent}. */
    Optional<String> epochOfSent(long inboxSeq) {
        return sender.epochOfSent(inboxSeq);
    }

    /** See {@link InboxCursor#hasTaken}. */
    boolean hasTaken(String epoch, long inboxSeq) {
        return sender.hasTaken(epoch, inboxSeq);
    }

    /** See {@link InboxSender#takenSince}. */
    void takenSince(Instant since, BiConsumer<String, TakenEntries> consumer) {
        sender.takenSince(since, consumer);
    }

    /** Does something as soon as no worker is in the middle of a send: at once, or on the worker's thread. */
    void whenAtRest(Runnable action) {
        synchronized (this) {
            if (state == FeedState.RUNNING) {
                atRest = action;
                return;
            }
        }
        action.run();
    }

    private void runAtRest() {
        Runnable action;
        synchronized (this) {
            action = atRest;
            atRest = null;
        }
        if (action != null) {
            action.run();
        }
    }

    /** There may be something new. */
    void wake() {
        synchronized (this) {
            pending().readStore();
            if (state != FeedState.IDLE) {
                return;
            }
            state = FeedState.RUNNING;
        }
        handOver();
    }

    private PendingArrivals pending() {
        PendingArrivals known = pending;
        if (known == null) {
            known = new PendingArrivals();
            pending = known;
        }
        return known;
    }

    /** As {@link #wake}, also after failures: the store answers again. */
    void wakeAtOnce() {
        synchronized (this) {
            failures = 0;
            if (state == FeedState.RESTING) {
                state = FeedState.IDLE;
            }
        }
        wake();
    }

    /** A message of about this size has come. */
    void arrived(InboxArrival arrival, int bytes) {
        boolean tooSlow;
        synchronized (this) {
            boolean blocked = state == FeedState.BLOCKED;
            lagBytes = blocked ? lagBytes + bytes : 0;
            tooSlow = blocked && caughtUp && client.outboundBytes() + lagBytes > port.maxOutboundBytes();
            if (!tooSlow) {
                if (state == FeedState.IDLE || state == FeedState.RUNNING) {
                    pending().add(arrival);
                } else {
                    pending().readStore();
                }
                if (state != FeedState.IDLE) {
                    return;
                }
                state = FeedState.RUNNING;
            }
        }
        if (tooSlow) {
            client.close(CloseReason.SLOW_CONSUMER);
        } else {
            sendInPlace();
        }
    }

    /**
     * Sends arrivals on this thread, which must not block: those that are the next entries, and a few at most, since
     * others may report more meanwhile. A worker continues with what is left.
     */
    private void sendInPlace() {
        boolean left = true;
        try {
            left = deliver(MOST_IN_PLACE);
        } finally {
            if (!left) {
                runAtRest();
            }
        }
        if (left) {
            handOver();
        }
    }

    @Override
    public void drained() {
        synchronized (this) {
            if (state != FeedState.BLOCKED) {
                return;
            }
            lagBytes = 0;
            state = FeedState.RUNNING;
        }
        handOver();
    }

    private void handOver() {
        try {
            port.execute(this);
        } catch (RejectedExecutionException e) {
            log.debug("There is no thread to deliver the inbox of session {}", client.id(), e);
            rest();
            runAtRest();
        }
    }

    @Override
    public void run() {
        try {
            boolean unused = deliver(0);
        } finally {
            runAtRest();
        }
    }

    /**
     * Sends what is pending.
     *
     * @param inPlace the most arrivals that this thread sends, without reading the store; 0: a worker sends all that
     *     there is
     * @return whether the feed is still running, and a worker has to continue
     */
    private boolean deliver(int inPlace) {
        for (int sentHere = 0; ; sentHere++) {
            InboxArrival arrival;
            synchronized (this) {
                PendingArrivals waiting = pending;
                if (client.isClosing() || waiting == null) {
                    state = FeedState.IDLE;
                    return false;
                }
                if (inPlace > 0 && (sentHere == inPlace || !isNext(waiting.peek()))) {
                    return true;
                }
                arrival = waiting.poll();
                if (waiting.isEmpty()) {
                    pending = null;
                }
            }
            try {
                Sent sent = arrival != null && isNext(arrival) ? sender.send(arrival) : sendFromStore();
                if (sent == Sent.QUEUE_FULL && block()) {
                    return false;
                }
            } catch (InterruptedException e) {
                // The gateway stops; undelivered entries stay in the store.
                Thread.currentThread().interrupt();
                end();
                return false;
            } catch (StoreUnavailableException e) {
                log.debug("The inbox of session {} cannot be read now", client.id(), e);
                rest();
                return false;
            } catch (Throwable e) { // a feed that ended here would stay silent for the rest of its session
                port.failed("The inbox of a session cannot be delivered now; it is tried again", e);
                rest();
                return false;
            }
        }
    }

    /** Whether an arrival can be sent without reading the store. Used by the thread that runs the feed. */
    private boolean isNext(@Nullable InboxArrival arrival) {
        return arrival != null && caughtUp && sender.covers(arrival);
    }

    private Sent sendFromStore() throws InterruptedException {
        Sent sent = sender.sendFromStore();
        synchronized (this) {
            caughtUp |= sent == Sent.ALL;
            failures = 0;
        }
        return sent;
    }

    /**
     * Waits for the client to read, unless it has just done so.
     *
     * @return whether this worker has to leave
     */
    private boolean block() {
        int now;
        synchronized (this) {
            pending().readStore();
            if (client.outboundBytes() == 0) {
                return false;
            }
            state = FeedState.BLOCKED;
            now = ++stop;
        }
        lookLater(now);
        return true;
    }

    private void lookLater(int of) {
        try {
            port.schedule(DRAIN_LOOK, () -> look(of));
        } catch (RejectedExecutionException e) {
            log.debug("Session {} waits for its transport to say that the client has read", client.id(), e);
        }
    }

    /** A queue that emptied just before the feed began to wait is not announced. */
    private void look(int of) {
        synchronized (this) {
            if (state != FeedState.BLOCKED || stop != of || client.isClosing()) {
                return;
            }
        }
        if (client.outboundBytes() == 0) {
            drained();
        } else {
            lookLater(of);
        }
    }

    /** Lets the store be for a moment: one timer, however much comes meanwhile. */
    private void rest() {
        int now;
        Duration pause;
        synchronized (this) {
            pending().readStore();
            if (client.isClosing()) {
                state = FeedState.IDLE;
                return;
            }
            failures++;
            pause = BACKOFF.atMost(failures);
            state = FeedState.RESTING;
            now = ++stop;
        }
        try {
            port.schedule(pause, () -> goOn(now));
        } catch (RejectedExecutionException e) {
            port.failed("The inbox of a session waits for its next message, since there is no timer for it", e);
            rested(now);
        }
    }

    private void goOn(int of) {
        if (rested(of)) {
            wake();
        }
    }

    private synchronized boolean rested(int of) {
        if (state != FeedState.RESTING || stop != of) {
            return false;
        }
        state = FeedState.IDLE;
        return true;
    }

    private synchronized void end() {
        state = FeedState.ENDED;
    }
}
