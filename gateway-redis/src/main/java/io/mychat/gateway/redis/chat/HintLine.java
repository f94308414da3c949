package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Listens on this gateway's channel, on a thread of its own, which connects again whenever the line is lost. A line that
 * looks alive but is deaf is found too: this gateway speaks to itself now and then, and silence ends the line.
 */
final class HintLine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HintLine.class);
    private static final Duration SILENCE = Duration.ofSeconds(6);
    private static final String PROBE = "?";
    private static final int MIN_PAUSE_MILLIS = 50;
    private static final int MAX_PAUSE_MILLIS = 1000;

    private final Redis redis;
    private final String channel;
    private final Consumer<String> hearer;
    private final Runnable onLine;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** The line that is being read, so that closing can end the reading. */
    private volatile @Nullable Connection line;

    /**
     * @param hearer gets each hint, on the line's thread
     * @param onLine runs there each time that a line begins to hear; what was said before may be lost
     */
    HintLine(Redis redis, String channel, Consumer<String> hearer, Runnable onLine) {
        this.redis = redis;
        this.channel = channel;
        this.hearer = hearer;
        this.onLine = onLine;
        this.thread = new Thread(this::run, "redis-hints");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Speaks to itself; more often than every {@link #SILENCE}. Blocks. */
    void probe() {
        Reply unused =
                redis.all(List.of(Command.keyless("PUBLISH", channel, PROBE))).get(0);
    }

    private void run() {
        int failures = 0;
        while (!isClosed()) {
            try (Connection connection = redis.subscribing().connect(channel, SILENCE)) {
                line = connection;
                Ear ear = new Ear();
                ear.proceed(connection, channel);
                failures = 0;
            } catch (JedisException e) {
                failures++;
                LOG.debug("The line for hints of new messages is lost; there will be another one", e);
            }
            pause(failures);
        }
    }

    private void pause(int failures) {
        int most = Math.min(MAX_PAUSE_MILLIS, MIN_PAUSE_MILLIS << Math.min(failures, 5));
        try {
            boolean unused = closing.await(ThreadLocalRandom.current().nextInt(most / 2, most), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        return closing.getCount() == 0 || Thread.currentThread().isInterrupted();
    }

    @Override
    public void close() {
        closing.countDown();
        Connection open = line;
        if (open != null) {
            try {
                open.close();
            } catch (JedisException e) {
                LOG.debug("The line for hints was broken already", e);
            }
        }
        thread.interrupt();
    }

    private final class Ear extends JedisPubSub {

        @Override
        public void onSubscribe(String name, int howMany) {
            safely(onLine);
        }

        @Override
        public void onMessage(String name, String message) {
            if (!message.equals(PROBE)) {
                safely(() -> hearer.accept(message));
            }
        }

        private void safely(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.warn("A hint of a new message could not be handled", e);
            }
        }
    }
}
