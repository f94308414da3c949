package io.mychat.gateway.core.buffer;

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
            if (account.user == null && use == Use.INBOUND && totals.used + bytes > limits.hard()) {
                totals.refused++;
                return false;
            }
            count(account, use, bytes);
            relieve(account, use, after);
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
            count(account, use, -(long) bytes);
            if (account.paused && account.inbound < SMALL) {
                unpause(account, after);
            }
            readAgain(account.user, after);
        }
        after.run();
    }

    void close(ClientBuffers account) {
        DeferredActions after = new DeferredActions(failures);
        synchronized (this) {
            if (account.closed) {
                return;
            }
            count(account, Use.INBOUND, -account.inbound);
            count(account, Use.OUTBOUND, -account.outbound);
            if (account.paused) {
                totals.pausedNow--;
                account.paused = false;
            }
            UserShare share = account.user;
            if (share != null) {
                share.accounts.remove(account);
                if (share.accounts.isEmpty()) {
                    users.remove(share.userId);
                    pausedUsers.remove(share);
                }
            }
            account.closed = true;
            account.moveTo(null, 0, null);
            readAgain(share, after);
        }
        after.run();
    }

    void bind(ClientBuffers account, String userId) {
        DeferredActions after = new DeferredActions(failures);
        synchronized (this) {
            if (account.closed || account.user != null) {
                return;
            }
            UserShare share = users.computeIfAbsent(userId, UserShare::new);
            share.accounts.add(account);
            totals.bind(account, share);
            if (share.paused) {
                account.owner.noteReading(false);
                after.follow(account);
            }
            indexes.place(account);
        }
        after.run();
    }

    synchronized void deciding(ClientBuffers account, boolean now) {
        account.deciding = now;
        indexes.place(account);
    }

    private void count(ClientBuffers account, Use use, long bytes) {
        totals.count(account, use, bytes);
        indexes.place(account);
    }

    /** Makes room after more has been taken. */
    private void relieve(ClientBuffers account, Use use, DeferredActions after) {
        while (totals.staying() > limits.total() && evictStranger(after)) {
            totals.evictedStrangers++;
        }
        UserShare share = account.user;
        if (share == null || account.leaving) {
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
            share.accounts.forEach(each -> note(each, after));
            watch(after);
        }
        if (use == Use.OUTBOUND) {
            evictLargest(share, after);
        }
    }

    private boolean evictLargest(UserShare share, DeferredActions after) {
        Optional<ClientBuffers> victim = share.largest();
        victim.ifPresent(account -> {
            totals.evictedUsers++;
            evict(
                    account,
                    account.outbound >= account.inbound ? CloseReason.SLOW_CONSUMER : CloseReason.OVERLOAD,
                    after);
        });
        return victim.isPresent();
    }

    private boolean evictStranger(DeferredActions after) {
        ClientBuffers victim = indexes.largestStranger();
        if (victim == null) {
            return false;
        }
        evict(victim, CloseReason.OVERLOAD, after);
        return true;
    }

    private boolean evictUser(DeferredActions after) {
        ClientBuffers victim = indexes.largestWriter();
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

    private void evict(ClientBuffers victim, CloseReason reason, DeferredActions after) {
        totals.leave(victim);
        indexes.place(victim);
        after.evict(victim, reason);
    }

    private void pauseLargest(DeferredActions after) {
        ClientBuffers largest = indexes.largestReader();
        if (largest != null) {
            largest.paused = true;
            totals.pauses++;
            totals.pausedNow++;
            indexes.place(largest);
            note(largest, after);
            watch(after);
        }
    }

    private void unpause(ClientBuffers account, DeferredActions after) {
        account.paused = false;
        totals.pausedNow--;
        indexes.place(account);
        note(account, after);
    }

    private void readAgain(@Nullable UserShare share, DeferredActions after) {
        if (share != null && share.paused && share.bytes <= limits.userResumeBelow()) {
            share.paused = false;
            pausedUsers.remove(share);
            share.accounts.forEach(each -> note(each, after));
        }
        if (totals.ofUsers <= limits.resumeBelow()) {
            for (ClientBuffers each = indexes.largestPaused(); each != null; each = indexes.largestPaused()) {
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

    private static void note(ClientBuffers account, DeferredActions after) {
        UserShare share = account.user;
        account.owner.noteReading(!account.paused && (share == null || !share.paused));
        after.follow(account);
    }

    @Override
    public synchronized List<Metric> metrics() {
        return totals.metrics(limits);
    }
}
