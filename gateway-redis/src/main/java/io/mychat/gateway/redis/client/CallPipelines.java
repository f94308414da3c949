package io.mychat.gateway.redis.client;

import io.mychat.gateway.redis.failure.RedisFailure;
import io.mychat.gateway.redis.failure.RedisFailure.Kind;
import io.mychat.gateway.redis.settings.RedisSettings.CallLimits;
import io.mychat.gateway.spi.threads.DaemonThreadPool;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

/**
 * Sends the calls of many callers together. Each server has a few connections for that, each used by one thread: it takes
 * the calls that have come while it waited for the last answers, sends them at once, and reads all their answers. A call
 * that finds such a thread free goes out at once. What is in the queue belongs to no connection, so one that hangs holds up
 * only the calls that it has taken; their callers wait no longer than their deadlines. Thread-safe.
 */
final class CallPipelines implements AutoCloseable {

    private final CallLimits limits;
    private final int mostCalls;
    private final BiConsumer<String, List<PipelinedCall>> exchange;
    private final DaemonThreadPool threads;
    private final Object lock = new Object();
    /** One for each server, as many as a cluster has had. Guarded by the lock. */
    private final Map<String, Lane> lanes = new HashMap<>();
    /** Calls in all lanes' queues. Guarded by the lock. */
    private int queued;
    /** Calls that are sent or about to be. Guarded by the lock. */
    private int inFlight;

    /**
     * @param mostThreads of all servers together
     * @param mostCalls the most calls in flight and waiting
     * @param exchange sends calls to a server and ends each of them or hands it on; blocks
     */
    CallPipelines(CallLimits limits, int mostThreads, int mostCalls, BiConsumer<String, List<PipelinedCall>> exchange) {
        this.limits = limits;
        this.mostCalls = mostCalls;
        this.exchange = exchange;
        this.threads = new DaemonThreadPool("redis-pipeline", Math.max(1, mostThreads), Duration.ofSeconds(30));
    }

    /** The calls to one server; a task of it uses one connection until no call waits. */
    final class Lane implements Runnable {

        private final String server;
        /** Guarded by the lock, as all that follows. */
        private final Queue<PipelinedCall> queue = new ArrayDeque<>();

        private int running;
        private int busy;
        private long ended;

        private Lane(String server) {
            this.server = server;
        }

        @Override
        public void run() {
            for (List<PipelinedCall> calls = next(); !calls.isEmpty(); calls = next()) {
                try {
                    exchange.accept(server, calls);
                } catch (Throwable e) { // whatever it is, no caller may wait for ever, and the others' calls go on
                    calls.forEach(call -> call.completeExceptionally(e));
                } finally {
                    ended(calls.size());
                }
            }
        }

        private List<PipelinedCall> next() {
            synchronized (lock) {
                int most = threads.isShutdown() ? 0 : Math.min(queue.size(), limits.together());
                if (most == 0) {
                    running--;
                    return List.of();
                }
                List<PipelinedCall> calls = new ArrayList<>(most);
                for (int i = 0; i < most; i++) {
                    PipelinedCall call = queue.remove();
                    call.begin();
                    calls.add(call);
                }
                queued -= most;
                inFlight += most;
                busy++;
                return calls;
            }
        }

        private void ended(int calls) {
            synchronized (lock) {
                inFlight -= calls;
                busy--;
                ended++;
            }
        }

        /** Exchanges that have ended. */
        long ended() {
            synchronized (lock) {
                return ended;
            }
        }

        void forget(PipelinedCall call) {
            synchronized (lock) {
                if (queue.remove(call)) {
                    queued--;
                }
            }
        }

        /** Whether the call was sent, or waited while every connection was busy and none of them got on. */
        boolean hangs(PipelinedCall call, long endedBefore) {
            synchronized (lock) {
                return call.hasBegun() || (busy >= limits.pipelines() && ended == endedBefore);
            }
        }
    }

    /**
     * Lets commands go out with those of others.
     *
     * @throws RedisFailure when too many calls wait already
     */
    PipelinedCall submit(String server, List<RedisCommand> commands) {
        PipelinedCall call;
        Lane lane;
        synchronized (lock) {
            if (threads.isShutdown()) {
                throw new RedisFailure(Kind.NOT_ASKED, "the connection to Redis is closed");
            }
            if (queued + inFlight >= mostCalls) {
                throw new RedisFailure(Kind.NOT_ASKED, "too many calls wait for Redis");
            }
            Lane known = lanes.get(server);
            lane = known != null ? known : lanes.computeIfAbsent(server, Lane::new);
            call = new PipelinedCall(commands, lane);
            lane.queue.add(call);
            queued++;
            if (lane.running >= limits.pipelines()) {
                return call;
            }
            lane.running++;
        }
        begin(lane);
        return call;
    }

    private void begin(Lane lane) {
        try {
            threads.execute(lane);
        } catch (RejectedExecutionException e) {
            List<PipelinedCall> stranded = List.of();
            synchronized (lock) {
                lane.running--;
                if (lane.running == 0) {
                    stranded = List.copyOf(lane.queue);
                }
            }
            RedisFailure failure = new RedisFailure(
                    Kind.NOT_ASKED,
                    threads.isShutdown() ? "the connection to Redis is closed" : "no thread is left for Redis",
                    e);
            stranded.forEach(call -> call.refuse(failure));
        }
    }

    /** Calls that are sent or about to be. */
    int active() {
        synchronized (lock) {
            return inFlight;
        }
    }

    /** Calls that wait for a connection. */
    int waiting() {
        synchronized (lock) {
            return queued;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        List<Future<?>> left = new ArrayList<>();
        synchronized (lock) {
            lanes.values().forEach(lane -> left.addAll(lane.queue));
        }
        left.forEach(call -> call.cancel(false));
    }
}
