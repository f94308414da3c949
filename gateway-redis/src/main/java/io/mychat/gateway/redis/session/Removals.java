package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.Reply;
import io.mychat.gateway.spi.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions that have ended while Redis did not answer, until it knows. Sent in batches; what a part of Redis does not take
 * waits for the next time, and delays nothing else. Safe for use by many threads; only one sends.
 */
final class Removals {

    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);
    private static final int MOST = 100_000;

    private final Redis redis;
    private final SessionScripts scripts;
    private final SessionIndex index;
    private final int batch;
    private final BlockingQueue<Session> waiting = new LinkedBlockingQueue<>(MOST);

    Removals(Redis redis, SessionScripts scripts, SessionIndex index, int batch) {
        this.redis = redis;
        this.scripts = scripts;
        this.index = index;
        this.batch = batch;
    }

    void add(Session session) {
        if (!waiting.offer(session)) {
            LOG.debug("too many sessions wait for their removal; this one expires by itself");
        }
    }

    int size() {
        return waiting.size();
    }

    /** Sends what waits now, each once; blocks. */
    void send() {
        int left = waiting.size();
        while (left > 0) {
            List<Session> part = new ArrayList<>();
            left -= waiting.drainTo(part, Math.min(left, batch));
            if (part.isEmpty()) {
                return;
            }
            List<Command> commands = part.stream()
                    .map(session -> scripts.remove(session.userId(), List.of(session)))
                    .toList();
            List<Reply> replies = redis.all(commands);
            for (int i = 0; i < part.size(); i++) {
                Session session = part.get(i);
                if (replies.get(i).isFailed()) {
                    add(session);
                } else {
                    index.changed(session.userId(), List.of(session));
                }
            }
        }
    }
}
