package io.mychat.gateway.core.buffer;

import io.mychat.gateway.core.collection.KeyedBag;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.BufferAccount.Use;
import io.mychat.gateway.spi.transport.BufferBudget;
import io.mychat.gateway.spi.transport.CloseReason;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budget of all bytes that are buffered for clients ({@code server.max_buffered_bytes}; protocol.md section 1.5).
 * It decides which clients lose their buffers when it is used up.
 *
 * <ul>
 *   <li>Beyond the total, clients without a login lose their connections (1013): the largest first, and clients during
 *   their
 *       login last.
 *   <li>Logged-in users together have three quarters. Just below, the largest of them are not read until bytes are
 *   released;
 *       beyond it, the connections with the largest outbound queues close (4430), or, without such queues, the
 *       connections that are not read (1013).
 *   <li>One user has a share. Beyond it the user's sessions are not read, and the user's largest outbound queue closes.
 *   <li>When sessions are still not read after {@code processing.unread_timeout_ms}, the largest of them close (1013),
 *       because their incomplete messages would block others for ever.
 * </ul>
 *
 * <p>The lock of this object guards all accounts and indexes; owners are notified after each step, without the lock.
 * Only buffered bytes are counted, so most messages never reach this class.
 */
public final class BufferedBytes implements BufferBudget, MetricSource {

    private static final Logger log = LoggerFactory.getLogger(BufferedBytes.class);

    /** Smaller accounts of logged-in clients are ignored, because they do not fill the budget. */
    static final int SMALL = 4096;

    private final BufferLimits limits;
    private final TimeSource time;
    private final AccountIndexes indexes = new AccountIndexes();
    /** The accounts of logged-in clients, with or without buffered bytes. */
    private final KeyedBag<String, ClientBuffers> accounts = new KeyedBag<>(ClientBuffers::user);
    /** The users for whom bytes are buffered. */
    private final Map<String, UserShare> users = new HashMap<>();

    private final Set<UserShare> pausedUsers = new LinkedHashSet<>();

    private final BufferTotals totals = new BufferTotals();
    private boolean watching;
    private final RateLimitedLog failures;

    public BufferedBytes(BufferLimits limits, TimeSource time) {
        this.limits = limits;
        this.time = time;
        this.failures = RateLimitedLog.withCauses(log::error, time);
    }

    @Override
    public BufferAccount open(Runnable onEvicted) {
        return open(BufferOwner.evictOnly(onEvicted));
    }

    /** Opens an account for a connection without a login. */
    public ClientBuffers open(BufferOwner owner) {
        return new ClientBuffers(this, owner);
    }

    boolean reserve(ClientBuffers account, Use use, int bytes) {
        DeferredActions after = new DeferredActions(failures);
        synchronized (this) {
            if (account.closed) {
                return false;
            }
            if (account.userId == null && use == Use.INBOUND && totals.used + bytes > limits.hard()) {
                totals.refused++;
                return false;
            }
            HeldBytes held = heldOf(account);
            count(held, use, bytes);
            relieve(held, use, after);
            forgetNothing(held);
        }
        after.run();
        return true;
    }

    void release(ClientBuffers account, Use use, int bytes) {
        DeferredActions after = new DeferredActions(failures);
        synchronized (this) {
            if (account.closed) {
                return;
            }
            // The release of an outbound queue may come before the reservation of another thread: then it is negative.
            HeldBytes held = heldOf(account);
            count(held, use, -(long) bytes);
            if (held.paused && held.inbound < SMALL) {
                unpause(held, after);
            }
            readAgain(held.user, after);
            forgetNothing(held);
        }
        after.run();
    }

    void close(ClientBuffers account) {
        DeferredActions after = new DeferredActions(failures);
        synchronized (this) {
            if (account.closed) {
                return;
            }
            HeldBytes held = account.held;
            if (held != null) {
                count(held, Use.INBOUND, -held.inbound);
                count(held, Use.OUTBOUND, -held.outbound);
                if (held.paused) {
                    totals.pausedNow--;
                    held.paused = false;
                }
            }
            account.closed = true;
            if (account.userId != null) {
                accounts.remove(account);
            }
            if (held != null) {
                held.moveTo(null, 0, null);
                readAgain(held.user, after);
                forget(held);
            }
        }
        after.run();
    }

    void bind(ClientBuffers account, String userId) {
        DeferredActions after = new DeferredActions(failures);
        synchronized (this) {
            if (account.closed || account.userId != null) {
                return;
            }
            account.userId = userId;
            accounts.add(account);
            HeldBytes held = account.held;
            if (held != null) {
                totals.bind(held, join(held, userId));
                indexes.place(held);
            }
            UserShare share = users.get(userId);
            if (share != null && share.paused) {
                account.owner.noteReading(false);
                after.follow(account);
            }
        }
        after.run();
    }

    synchronized void deciding(ClientBuffers account, boolean now) {
        account.deciding = now;
        if (account.held != null) {
            indexes.place(account.held);
        }
    }

    private HeldBytes heldOf(ClientBuffers account) {
        HeldBytes held = account.held;
        if (held == null) {
            held = new HeldBytes(account);
            account.held = held;
            if (account.userId != null) {
                held.user = join(held, account.userId);
            }
        }
        return held;
    }

    private UserShare join(HeldBytes held, String userId) {
        UserShare share = users.computeIfAbsent(userId, UserShare::new);
        share.accounts.add(held);
        return share;
    }

    private void forgetNothing(HeldBytes held) {
        if (held.isNothing()) {
            forget(held);
        }
    }

    /** Nothing is buffered for the client any more. */
    private void forget(HeldBytes held) {
        held.account.held = null;
        UserShare share = held.user;
        if (share != null) {
            share.accounts.remove(held);
            if (share.accounts.isEmpty()) {
                users.remove(share.userId);
                pausedUsers.remove(share);
            }
        }
    }

    private void count(HeldBytes held, Use use, long bytes) {
        totals.count(held, use, bytes);
        indexes.place(held);
    }

    /** Makes room after more has been taken. */
    private void relieve(HeldBytes held, Use use, DeferredActions after) {
        while (totals.staying() > limits.total() && evictStranger(after)) {
            totals.evictedStrangers++;
        }
        UserShare share = held.user;
        if (share == null || held.leaving) {
            return;
        }
        if (share.bytes > limits.user()) {
            relieve(share, use, after);
        }
        if (totals.ofUsers > limits.pauseAbove()) {
            pauseLargest(after);
        }
        while ((totals.ofUsers > limits.users() || totals.staying() > limits.total()) && evictUser(after)) {
            totals.evictedUsers++;
        }
    }

    private void relieve(UserShare share, Use use, DeferredActions after) {
        if (!share.paused) {
            share.paused = true;
            pausedUsers.add(share);
            noteAll(share, after);
            watch(after);
        }
        if (use == Use.OUTBOUND) {
            evictLargest(share, after);
        }
    }

    private boolean evictLargest(UserShare share, DeferredActions after) {
        Optional<HeldBytes> victim = share.largest();
        victim.ifPresent(held -> {
            totals.evictedUsers++;
            evict(held, held.outbound >= held.inbound ? CloseReason.SLOW_CONSUMER : CloseReason.OVERLOAD, after);
        });
        return victim.isPresent();
    }

    private boolean evictStranger(DeferredActions after) {
        HeldBytes victim = indexes.largestStranger();
        if (victim == null) {
            return false;
        }
        evict(victim, CloseReason.OVERLOAD, after);
        return true;
    }

    private boolean evictUser(DeferredActions after) {
        HeldBytes victim = indexes.largestWriter();
        CloseReason reason = CloseReason.SLOW_CONSUMER;
        if (victim == null) {
            victim = indexes.largestPaused();
            reason = CloseReason.OVERLOAD;
        }
        if (victim == null) {
            return false;
        }
        evict(victim, reason, after);
        return true;
    }

    private void evict(HeldBytes victim, CloseReason reason, DeferredActions after) {
        totals.leave(victim);
        indexes.place(victim);
        after.evict(victim.account, reason);
    }

    private void pauseLargest(DeferredActions after) {
        HeldBytes largest = indexes.largestReader();
        if (largest != null) {
            largest.paused = true;
            totals.pauses++;
            totals.pausedNow++;
            indexes.place(largest);
            note(largest, after);
            watch(after);
        }
    }

    private void unpause(HeldBytes held, DeferredActions after) {
        held.paused = false;
        totals.pausedNow--;
        indexes.place(held);
        note(held, after);
    }

    private void readAgain(@Nullable UserShare share, DeferredActions after) {
        if (share != null && share.paused && share.bytes <= limits.userResumeBelow()) {
            share.paused = false;
            pausedUsers.remove(share);
            noteAll(share, after);
        }
        if (totals.ofUsers <= limits.resumeBelow()) {
            for (HeldBytes each = indexes.largestPaused(); each != null; each = indexes.largestPaused()) {
                unpause(each, after);
            }
        }
    }

    /** Checks the sessions that are not read, periodically, until all are read again. */
    private void watch(DeferredActions after) {
        if (!watching) {
            watching = true;
            after.add(() -> time.schedule(limits.unreadTimeout(), this::endStalled));
        }
    }

    private void endStalled() {
        DeferredActions after = new DeferredActions(failures);
        synchronized (this) {
            watching = false;
            for (UserShare share : List.copyOf(pausedUsers)) {
                while (share.bytes > limits.userResumeBelow() && evictLargest(share, after)) {
                    // until the rest may go on
                }
                readAgain(share, after);
            }
            while (totals.ofUsers > limits.resumeBelow() && indexes.largestPaused() != null && evictUser(after)) {
                totals.evictedUsers++;
            }
            readAgain(null, after);
            if (totals.pausedNow > 0 || !pausedUsers.isEmpty()) {
                watch(after);
            }
        }
        after.run();
    }

    private static void note(HeldBytes held, DeferredActions after) {
        note(held.account, held.user, after);
    }

    /** Also those for which nothing is buffered are not read while their user has too much. */
    private void noteAll(UserShare share, DeferredActions after) {
        accounts.all(share.userId).forEach(each -> note(each, share, after));
    }

    private static void note(ClientBuffers account, @Nullable UserShare share, DeferredActions after) {
        HeldBytes held = account.held;
        account.owner.noteReading((held == null || !held.paused) && (share == null || !share.paused));
        after.follow(account);
    }

    @Override
    public synchronized List<Metric> metrics() {
        return totals.metrics(limits);
    }
}
