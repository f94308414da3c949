package io.mychat.gateway.redis.client;

import io.mychat.gateway.redis.failure.RedisFailure;
import io.mychat.gateway.redis.failure.RedisFailure.Kind;
import io.mychat.gateway.spi.threads.DaemonThreadPool;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls to Redis on its own threads, so that a caller waits no longer than its deadline, whatever happens to a
 * socket. Calls to one server get only a part of the threads, so that a hanging server leaves threads for the others. A
 * call whose caller no longer waits is not started. Thread-safe.
 */
final class CallBulkhead implements AutoCloseable {

    private final DaemonThreadPool threads;
    private final int most;
    private final int mostOfOne;
    private final int mostWaiting;
    private final Object lock = new Object();
    /** One for each server, as many as a cluster has had. Guarded by the lock. */
    private final Map<String, Lane> lanes = new HashMap<>();
    /** Calls that threads have, or will have next. Guarded by the lock. */
    private int admitted;
    /** Calls in all lanes' queues. Guarded by the lock. */
    private int queued;

    /**
     * @param most threads
     * @param mostOfOne the most threads that work for one server
     * @param waiting the most calls that wait
     */
    CallBulkhead(int most, int mostOfOne, int waiting) {
        this.most = most;
        this.mostOfOne = mostOfOne;
        this.mostWaiting = waiting;
        // Bounded by what is admitted.
        this.threads = new DaemonThreadPool("redis-call", most, Duration.ofSeconds(30));
    }

    /** The calls to one server. Guarded by the lock. */
    private static final class Lane {
        private final Queue<Call<?>> queue = new ArrayDeque<>();
        private int admitted;
        private int running;
        private long done;
    }

    /** A call; when it ends, the next call of its lane begins. */
    private final class Call<T extends @Nullable Object> extends FutureTask<T> {

        private final Lane lane;
        private final long doneBefore;
        /** Guarded by the lock. */
        private boolean begun;

        private Call(Callable<T> call, Lane lane) {
            super(call);
            this.lane = lane;
            this.doneBefore = lane.done;
        }

        @Override
        public void run() {
            synchronized (lock) {
                begun = true;
                lane.running++;
            }
            try {
                super.run();
            } finally {
                synchronized (lock) {
                    lane.running--;
                    lane.done++;
                }
                ended(lane);
            }
        }
    }

    /**
     * Lets a call begin, or wait for others to the same server.
     *
     * @throws RedisFailure when too many wait already
     */
    <T> Future<T> submit(String server, Callable<T> what) {
        Call<T> call;
        synchronized (lock) {
            Lane lane = lanes.computeIfAbsent(server, name -> new Lane());
            boolean isNext = lane.admitted < mostOfOne;
            if (threads.isShutdown()) {
                throw new RedisFailure(Kind.NOT_ASKED, "the connection to Redis is closed");
            }
            if ((!isNext || admitted >= most) && waiting() >= mostWaiting) {
                throw new RedisFailure(Kind.NOT_ASKED, "too many calls wait for Redis");
            }
            call = new Call<>(what, lane);
            if (!isNext) {
                queued++;
                lane.queue.add(call);
                return call;
            }
            lane.admitted++;
            admitted++;
        }
        begin(call);
        return call;
    }

    private void begin(Call<?> call) {
        try {
            threads.execute(call);
        } catch (RejectedExecutionException e) {
            call.cancel(false);
            ended(call.lane);
            throw new RedisFailure(
                    Kind.NOT_ASKED,
                    threads.isShutdown() ? "the connection to Redis is closed" : "no thread is left for Redis",
                    e);
        }
    }

    /** One place of a lane is free. */
    private void ended(Lane lane) {
        for (Call<?> next = next(lane); next != null; next = next(lane)) {
            try {
                threads.execute(next);
                return;
            } catch (RejectedExecutionException e) {
                next.cancel(false);
            }
        }
    }

    private @Nullable Call<?> next(Lane lane) {
        synchronized (lock) {
            Call<?> next = lane.queue.poll();
            if (next == null) {
                lane.admitted--;
                admitted--;
            } else {
                queued--;
            }
            return next;
        }
    }

    /**
     * Waits for a call; one that is late is given up.
     *
     * @throws TimeoutException when it has not ended in time
     */
    <T> T await(Future<T> call, Duration left) throws ExecutionException, TimeoutException {
        try {
            return call.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp(call);
            throw e;
        } catch (InterruptedException e) {
            giveUp(call);
            Thread.currentThread().interrupt();
            throw new RedisFailure(Kind.NOT_ASKED, "interrupted while waiting for Redis", e);
        } catch (CancellationException e) {
            throw new RedisFailure(Kind.NOT_ASKED, "the connection to Redis is closed", e);
        }
    }

    /**
     * Whether the server is to blame for a late call: it was asked, or it was busy with calls of which none has ended
     * since then. A call that only waited in the queue says nothing about its server.
     */
    boolean blames(Future<?> late) {
        synchronized (lock) {
            return !(late instanceof Call<?> call)
                    || call.begun
                    || (call.lane.running >= mostOfOne && call.lane.done == call.doneBefore);
        }
    }

    private void giveUp(Future<?> future) {
        future.cancel(false);
        if (future instanceof Call<?> call) {
            synchronized (lock) {
                if (call.lane.queue.remove(call)) {
                    queued--;
                    return;
                }
            }
            if (threads.remove(call)) {
                ended(call.lane);
            }
        }
    }

    /** Calls that run now. */
    int active() {
        return threads.getActiveCount();
    }

    /** Calls that have not begun. */
    int waiting() {
        synchronized (lock) {
            return queued + Math.max(0, admitted - most);
        }
    }

    /** Calls to one server that may run at once. */
    int mostOfOne() {
        return mostOfOne;
    }

    @Override
    public void close() {
        for (Runnable waiting : threads.shutdownNow()) {
            cancel(waiting);
        }
        synchronized (lock) {
            for (Lane lane : lanes.values()) {
                lane.queue.forEach(CallBulkhead::cancel);
                queued -= lane.queue.size();
                lane.queue.clear();
            }
        }
    }

    private static void cancel(Runnable task) {
        if (task instanceof Future<?> call) {
            call.cancel(false);
        }
    }
}
