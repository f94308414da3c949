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
        return open(new Holder() {
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
    public ClientBuffers open(Holder holder) {
        return new ClientBuffers(this, holder);
    }

    boolean reserve(ClientBuffers account, Use use, int bytes) {
        Consequences consequences = new Consequences();
        synchronized (this) {
            if (account.closed) {
                return false;
            }
            if (account.user == null && use == Use.INBOUND && used + bytes > limits.hard()) {
                refused++;
                return false;
            }
            change(account, use, bytes);
            relieve(account, use, consequences);
        }
        consequences.happen();
        return true;
    }

    void release(ClientBuffers account, Use use, int bytes) {
        Consequences consequences = new Consequences();
        synchronized (this) {
            if (account.closed) {
                return;
            }
            change(account, use, -(long) bytes);
            if (account.paused && account.inbound < SMALL) {
                unpause(account, consequences);
            }
            readAgain(account.user, consequences);
        }
        consequences.happen();
    }

    void close(ClientBuffers account) {
        Consequences consequences = new Consequences();
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
            readAgain(share, consequences);
        }
        consequences.happen();
    }

    void bind(ClientBuffers account, String userId) {
        Consequences consequences = new Consequences();
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
                consequences.follow(account);
            }
            place(account);
        }
        consequences.happen();
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
    private void relieve(ClientBuffers account, Use use, Consequences consequences) {
        while (used - leaving > limits.total() && evictStranger(consequences)) {
            evictedStrangers++;
        }
        UserShare share = account.user;
        if (share == null || account.leaving) {
            return;
        }
        if (share.bytes > limits.user()) {
            relieve(share, use, consequences);
        }
        if (ofUsers > limits.pauseAbove()) {
            pauseLargest(consequences);
        }
        while ((ofUsers > limits.users() || used - leaving > limits.total()) && evictUser(consequences)) {
            evictedUsers++;
        }
    }

    private void relieve(UserShare share, Use use, Consequences consequences) {
        if (!share.paused) {
            share.paused = true;
            pausedUsers.add(share);
            share.accounts.forEach(each -> note(each, consequences));
            watch(consequences);
        }
        if (use == Use.OUTBOUND) {
            evictLargest(share, consequences);
        }
    }

    private boolean evictLargest(UserShare share, Consequences consequences) {
        Optional<ClientBuffers> victim = share.largest();
        victim.ifPresent(account -> {
            evictedUsers++;
            evict(
                    account,
                    account.outbound >= account.inbound ? CloseReason.SLOW_CONSUMER : CloseReason.OVERLOAD,
                    consequences);
        });
        return victim.isPresent();
    }

    private boolean evictStranger(Consequences consequences) {
        ClientBuffers victim = strangers.largest();
        if (victim == null) {
            victim = deciding.largest();
        }
        if (victim == null) {
            return false;
        }
        evict(victim, CloseReason.OVERLOAD, consequences);
        return true;
    }

    private boolean evictUser(Consequences consequences) {
        ClientBuffers victim = writers.largest();
        CloseReason reason = CloseReason.SLOW_CONSUMER;
        if (victim == null) {
            victim = paused.largest();
            reason = CloseReason.OVERLOAD;
        }
        if (victim == null) {
            return false;
        }
        evict(victim, reason, consequences);
        return true;
    }

    private void evict(ClientBuffers victim, CloseReason reason, Consequences consequences) {
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
        consequences.end(victim, reason);
    }

    private void pauseLargest(Consequences consequences) {
        ClientBuffers largest = readers.largest();
        if (largest != null) {
            largest.paused = true;
            pauses++;
            pausedNow++;
            place(largest);
            note(largest, consequences);
            watch(consequences);
        }
    }

    private void unpause(ClientBuffers account, Consequences consequences) {
        account.paused = false;
        pausedNow--;
        place(account);
        note(account, consequences);
    }

    private void readAgain(@Nullable UserShare share, Consequences consequences) {
        if (share != null && share.paused && share.bytes <= limits.userResumeBelow()) {
            share.paused = false;
            pausedUsers.remove(share);
            share.accounts.forEach(each -> note(each, consequences));
        }
        if (ofUsers <= limits.resumeBelow()) {
            for (ClientBuffers each = paused.largest(); each != null; each = paused.largest()) {
                unpause(each, consequences);
            }
        }
    }

    /** Looks after those that are not read, once in a while, until all are read again. */
    private void watch(Consequences consequences) {
        if (!watching) {
            watching = true;
            consequences.add(() -> time.schedule(PATIENCE, this::endStalled));
        }
    }

    private void endStalled() {
        Consequences consequences = new Consequences();
        synchronized (this) {
            watching = false;
            for (UserShare share : List.copyOf(pausedUsers)) {
                while (share.bytes > limits.userResumeBelow() && evictLargest(share, consequences)) {
                    // until the rest may go on
                }
                readAgain(share, consequences);
            }
            while (ofUsers > limits.resumeBelow() && paused.largest() != null && evictUser(consequences)) {
                evictedUsers++;
            }
            readAgain(null, consequences);
            if (pausedNow > 0 || !pausedUsers.isEmpty()) {
                watch(consequences);
            }
        }
        consequences.happen();
    }

    private static void note(ClientBuffers account, Consequences consequences) {
        UserShare share = account.user;
        account.holder.noteReading(!account.paused && (share == null || !share.paused));
        consequences.follow(account);
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
