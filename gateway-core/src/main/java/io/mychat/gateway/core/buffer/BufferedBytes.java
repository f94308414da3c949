package io.mychat.gateway.core.buffer;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.BufferAccount.Use;
import io.mychat.gateway.spi.transport.BufferBudget;
import io.mychat.gateway.spi.transport.CloseReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The budget of all bytes that are buffered for clients ({@code server.max_buffered_bytes}; protocol.md section 1.5), and who
 * gives way when it is used up.
 *
 * <ul>
 *   <li>Beyond the total, the clients that are not logged in lose their connections (1013), those that hold most first, and
 *       those whose login is being decided last.
 *   <li>Logged-in users together have three quarters. Short of that, their largest holders are not read until there is room;
 *       beyond it, the largest outbound queues close (4430), and when there are none, those that are not read (1013).
 *   <li>One user has a share. Beyond it the user's sessions are not read, and the user's largest outbound queue closes.
 *   <li>Where sessions are still not read after {@link #PATIENCE}, the largest of them close (1013): what is incomplete in
 *       them would keep others waiting for ever.
 * </ul>
 *
 * <p>This object guards every account and index; holders are told without it, after the step. Most messages never come here:
 * only what has to be kept is counted.
 */
public final class BufferedBytes implements BufferBudget, MetricSource {

    /** Logged-in clients that hold less are left alone: they are not what fills the budget. */
    static final int SMALL = 4096;

    /** How long sessions may stay unread for the budget's sake. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BufferLimits limits;
    private final TimeSource time;
    private final SizeIndex strangers = new SizeIndex();
    private final SizeIndex deciding = new SizeIndex();
    private final SizeIndex readers = new SizeIndex();
    private final SizeIndex paused = new SizeIndex();
    private final SizeIndex writers = new SizeIndex();
    private final Map<String, UserShare> users = new HashMap<>();
    private final Set<UserShare> pausedUsers = new LinkedHashSet<>();

    /** Everything that is kept. */
    private long used;
    /** Of {@link #used}, what belongs to accounts that have been told to end. */
    private long leaving;
    /** Of {@link #used}, what belongs to logged-in users, without those that have been told to end. */
    private long ofUsers;

    private long pauses;
    private long pausedNow;
    private boolean watching;
    private long refused;
    private long evictedStrangers;
    private long evictedUsers;

    public BufferedBytes(BufferLimits limits, TimeSource time) {
        this.limits = limits;
        this.time = time;
    }

    @Override
    public BufferAccount open(Runnable onEvicted) {
        return open(new BufferOwner() {
            @Override
            public void noteReading(boolean allowed) {}

            @Override
            public void followNote() {}

            @Override
            public void evict(CloseReason reason) {
                onEvicted.run();
            }
        });
    }

    /** Opens an account for a connection on which nobody is logged in. */
    public ClientBuffers open(BufferOwner bufferOwner) {
        return new ClientBuffers(this, bufferOwner);
    }

    boolean reserve(ClientBuffers account, Use use, int bytes) {
        DeferredActions deferredActions = new DeferredActions();
        synchronized (this) {
            if (account.closed) {
                return false;
            }
            if (account.user == null && use == Use.INBOUND && used + bytes > limits.hard()) {
                refused++;
                return false;
            }
            change(account, use, bytes);
            relieve(account, use, deferredActions);
        }
        deferredActions.happen();
        return true;
    }

    void release(ClientBuffers account, Use use, int bytes) {
        DeferredActions deferredActions = new DeferredActions();
        synchronized (this) {
            if (account.closed) {
                return;
            }
            change(account, use, -(long) bytes);
            if (account.paused && account.inbound < SMALL) {
                unpause(account, deferredActions);
            }
            readAgain(account.user, deferredActions);
        }
        deferredActions.happen();
    }

    void close(ClientBuffers account) {
        DeferredActions deferredActions = new DeferredActions();
        synchronized (this) {
            if (account.closed) {
                return;
            }
            change(account, Use.INBOUND, -account.inbound);
            change(account, Use.OUTBOUND, -account.outbound);
            if (account.paused) {
                pausedNow--;
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
            readAgain(share, deferredActions);
        }
        deferredActions.happen();
    }

    void bind(ClientBuffers account, String userId) {
        DeferredActions deferredActions = new DeferredActions();
        synchronized (this) {
            if (account.closed || account.user != null) {
                return;
            }
            UserShare share = users.computeIfAbsent(userId, UserShare::new);
            share.accounts.add(account);
            account.user = share;
            if (!account.leaving) {
                share.bytes += account.bytes();
                ofUsers += account.bytes();
            }
            if (share.paused) {
                account.holder.noteReading(false);
                deferredActions.follow(account);
            }
            place(account);
        }
        deferredActions.happen();
    }

    synchronized void deciding(ClientBuffers account, boolean now) {
        account.deciding = now;
        place(account);
    }

    private void change(ClientBuffers account, Use use, long bytes) {
        if (use == Use.INBOUND) {
            account.inbound += bytes;
        } else {
            account.outbound += bytes;
        }
        used += bytes;
        if (account.leaving) {
            leaving += bytes;
        } else if (account.user != null) {
            account.user.bytes += bytes;
            ofUsers += bytes;
        }
        place(account);
    }

    private void place(ClientBuffers account) {
        if (account.closed || account.leaving) {
            account.moveTo(null, 0, null);
        } else if (account.user == null) {
            account.moveTo(account.bytes() > 0 ? account.deciding ? deciding : strangers : null, account.bytes(), null);
        } else {
            account.moveTo(
                    account.inbound >= SMALL ? account.paused ? paused : readers : null,
                    account.inbound,
                    account.outbound >= SMALL ? writers : null);
        }
    }

    /** Makes room after more has been taken. */
    private void relieve(ClientBuffers account, Use use, DeferredActions deferredActions) {
        while (used - leaving > limits.total() && evictStranger(deferredActions)) {
            evictedStrangers++;
        }
        UserShare share = account.user;
        if (share == null || account.leaving) {
            return;
        }
        if (share.bytes > limits.user()) {
            relieve(share, use, deferredActions);
        }
        if (ofUsers > limits.pauseAbove()) {
            pauseLargest(deferredActions);
        }
        while ((ofUsers > limits.users() || used - leaving > limits.total()) && evictUser(deferredActions)) {
            evictedUsers++;
        }
    }

    private void relieve(UserShare share, Use use, DeferredActions deferredActions) {
        if (!share.paused) {
            share.paused = true;
            pausedUsers.add(share);
            share.accounts.forEach(each -> note(each, deferredActions));
            watch(deferredActions);
        }
        if (use == Use.OUTBOUND) {
            evictLargest(share, deferredActions);
        }
    }

    private boolean evictLargest(UserShare share, DeferredActions deferredActions) {
        Optional<ClientBuffers> victim = share.largest();
        victim.ifPresent(account -> {
            evictedUsers++;
            evict(
                    account,
                    account.outbound >= account.inbound ? CloseReason.SLOW_CONSUMER : CloseReason.OVERLOAD,
                    deferredActions);
        });
        return victim.isPresent();
    }

    private boolean evictStranger(DeferredActions deferredActions) {
        ClientBuffers victim = strangers.largest();
        if (victim == null) {
            victim = deciding.largest();
        }
        if (victim == null) {
            return false;
        }
        evict(victim, CloseReason.OVERLOAD, deferredActions);
        return true;
    }

    private boolean evictUser(DeferredActions deferredActions) {
        ClientBuffers victim = writers.largest();
        CloseReason reason = CloseReason.SLOW_CONSUMER;
        if (victim == null) {
            victim = paused.largest();
            reason = CloseReason.OVERLOAD;
        }
        if (victim == null) {
            return false;
        }
        evict(victim, reason, deferredActions);
        return true;
    }

    private void evict(ClientBuffers victim, CloseReason reason, DeferredActions deferredActions) {
        UserShare share = victim.user;
        if (share != null) {
            share.bytes -= victim.bytes();
            ofUsers -= victim.bytes();
        }
        leaving += victim.bytes();
        victim.leaving = true;
        if (victim.paused) {
            victim.paused = false;
            pausedNow--;
        }
        place(victim);
        deferredActions.end(victim, reason);
    }

    private void pauseLargest(DeferredActions deferredActions) {
        ClientBuffers largest = readers.largest();
        if (largest != null) {
            largest.paused = true;
            pauses++;
            pausedNow++;
            place(largest);
            note(largest, deferredActions);
            watch(deferredActions);
        }
    }

    private void unpause(ClientBuffers account, DeferredActions deferredActions) {
        account.paused = false;
        pausedNow--;
        place(account);
        note(account, deferredActions);
    }

    private void readAgain(@Nullable UserShare share, DeferredActions deferredActions) {
        if (share != null && share.paused && share.bytes <= limits.userResumeBelow()) {
            share.paused = false;
            pausedUsers.remove(share);
            share.accounts.forEach(each -> note(each, deferredActions));
        }
        if (ofUsers <= limits.resumeBelow()) {
            for (ClientBuffers each = paused.largest(); each != null; each = paused.largest()) {
                unpause(each, deferredActions);
            }
        }
    }

    /** Looks after those that are not read, once in a while, until all are read again. */
    private void watch(DeferredActions deferredActions) {
        if (!watching) {
            watching = true;
            deferredActions.add(() -> time.schedule(PATIENCE, this::endStalled));
        }
    }

    private void endStalled() {
        DeferredActions deferredActions = new DeferredActions();
        synchronized (this) {
            watching = false;
            for (UserShare share : List.copyOf(pausedUsers)) {
                while (share.bytes > limits.userResumeBelow() && evictLargest(share, deferredActions)) {
                    // until the rest may go on
                }
                readAgain(share, deferredActions);
            }
            while (ofUsers > limits.resumeBelow() && paused.largest() != null && evictUser(deferredActions)) {
                evictedUsers++;
            }
            readAgain(null, deferredActions);
            if (pausedNow > 0 || !pausedUsers.isEmpty()) {
                watch(deferredActions);
            }
        }
        deferredActions.happen();
    }

    private static void note(ClientBuffers account, DeferredActions deferredActions) {
        UserShare share = account.user;
        account.holder.noteReading(!account.paused && (share == null || !share.paused));
        deferredActions.follow(account);
    }

    @Override
    public synchronized List<Metric> metrics() {
        return List.of(
                Metric.gauge("buffered_bytes", "Bytes that are buffered for clients.", used),
                Metric.gauge("buffered_bytes_limit", "Bytes that may be buffered for clients.", limits.total()),
                Metric.gauge("buffered_bytes_users", "Buffered bytes of logged-in users.", ofUsers),
                Metric.gauge(
                        "buffered_bytes_users_limit",
                        "Bytes that may be buffered for logged-in users.",
                        limits.users()),
                Metric.gauge("buffered_bytes_user_limit", "Bytes that may be buffered for one user.", limits.user()),
                Metric.gauge("buffer_paused", "Sessions that are not read until bytes are free.", pausedNow),
                Metric.counter("buffer_pauses_total", "Times that a session was not read for want of bytes.", pauses),
                Metric.counter(
                        "buffer_refused_total", "Times that bytes of a client without a login were not kept.", refused),
                evicted("unauthenticated", evictedStrangers),
                evicted("authenticated", evictedUsers));
    }

    private static Metric evicted(String who, long times) {
        return Metric.counter("buffer_evictions_total", "Connections that were closed to free buffered bytes.", times)
                .with("client", who);
    }
}
