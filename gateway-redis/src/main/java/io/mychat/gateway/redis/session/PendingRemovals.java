package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.schedule.BackgroundTask;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ended sessions and cancelled logins that Redis does not know yet because it did not answer. They are sent in batches.
 * Entries that a part of Redis does not accept are retried later and do not delay others. Thread-safe; one thread sends
 * at a time.
 */
final class PendingRemovals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PendingRemovals.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int MOST = 100_000;
    /** The largest number of cancelled logins in the queue, so that they do not displace the ended sessions. */
    private static final int MOST_CANCELS = 20_000;

    private final Redis redis;
    private final SessionScripts scripts;
    private final SessionIndex index;
    private final int batch;
    private final BlockingQueue<Ended> waiting = new LinkedBlockingQueue<>(MOST);
    private final BackgroundTask sending;

    PendingRemovals(Redis redis, SessionScripts scripts, SessionIndex index, int batch) {
        this.redis = redis;
        this.scripts = scripts;
        this.index = index;
        this.batch = batch;
        this.sending = new BackgroundTask(redis.time(), "redis-session-removals", () -> RETRY, this::send);
    }

    void start() {
        sending.start();
    }

    /** @param attempt identifies a cancelled login; empty for an ended session */
    private record Ended(Session session, String attempt) {}

    void add(Session session) {
        add(new Ended(session, ""));
    }

    void cancel(Session candidate, String attempt) {
        if (waiting.size() < MOST_CANCELS) {
            add(new Ended(candidate, attempt));
        }
    }

    private void add(Ended ended) {
        if (!waiting.offer(ended)) {
            LOG.debug("too many sessions wait for their removal; this one expires by itself");
        }
    }

    private RedisCommand command(Ended ended) {
        Session session = ended.session();
        return ended.attempt().isEmpty()
                ? scripts.remove(session.userId(), List.of(session))
                : scripts.cancel(session, ended.attempt());
    }

    int size() {
        return waiting.size();
    }

    /** Sends the waiting entries once; blocks. */
    synchronized void send() {
        int left = waiting.size();
        while (left > 0) {
            List<Ended> part = new ArrayList<>();
            left -= waiting.drainTo(part, Math.min(left, batch));
            if (part.isEmpty()) {
                return;
            }
            List<RedisReply> replies =
                    redis.all(part.stream().map(this::command).toList());
            for (int i = 0; i < part.size(); i++) {
                Session session = part.get(i).session();
                if (replies.get(i).isFailed()) {
                    add(part.get(i));
                } else {
                    index.lost(session.userId(), List.of(session));
                }
            }
        }
    }

    /** Sends once more; entries that Redis does not accept expire on their own. */
    @Override
    public void close() {
        sending.close();
        send();
    }
}
