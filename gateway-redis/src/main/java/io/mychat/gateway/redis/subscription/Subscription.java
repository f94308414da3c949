package io.mychat.gateway.redis.subscription;

import io.mychat.gateway.redis.connection.SubscriptionConnector;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.Backoff;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.BinaryJedisShardedPubSub;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * A lasting subscription to one channel: its thread reads the connection, and subscribes again after a pause whenever
 * the connection ends. Thread-safe.
 */
final class Subscription implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final int END_MILLIS = 5_000;

    private final SubscriptionConnector connector;
    private final String channel;
    private final BooleanSupplier sharded;
    private final SubscriptionSettings settings;
    private final Backoff backoff;
    private final ChannelListener listener;
    private final Thread thread;
    /** Ends a pause. */
    private final Semaphore wakeUps = new Semaphore(0);

    private final LongAdder reconnects = new LongAdder();
    private final AtomicInteger renewals = new AtomicInteger();
    private volatile @Nullable Connection connection;
    private volatile boolean closed;
    private volatile boolean up;
    private final RateLimitedLog failures = RateLimitedLog.inSystemTime(LOG::warn);
    private final RateLimitedLog receivers = RateLimitedLog.inSystemTime(LOG::warn);

    /** @param sharded whether the channel belongs to one shard; asked before each attempt, and may block */
    Subscription(
            SubscriptionConnector connector,
            String channel,
            BooleanSupplier sharded,
            SubscriptionSettings settings,
            ChannelListener listener) {
        this.connector = connector;
        this.channel = channel;
        this.sharded = sharded;
        this.settings = settings;
        this.backoff = new Backoff(FIRST_PAUSE, settings.longestPause());
        this.listener = listener;
        this.thread = new Thread(this::run, "redis-subscriber");
        thread.setDaemon(true);
    }

    /** Begins to subscribe; called once. */
    void start() {
        thread.start();
    }

    /** Whether it is subscribed. */
    boolean isUp() {
        return up;
    }

    /** The number of times that it has ended. */
    long reconnects() {
        return reconnects.sum();
    }

    /** Subscribes again at once, at the server that calls use now. Does not block. */
    void renew() {
        renewals.incrementAndGet();
        cut();
        wakeUps.release();
    }

    /** Cuts the connection: the reading ends, and a new one begins. */
    void cut() {
        Connection now = connection;
        if (now != null) {
            try {
                now.forceDisconnect();
            } catch (IOException e) {
                LOG.debug("was cut already", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        cut();
        wakeUps.release();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        while (!closed) {
            try {
                failures = readOnce(failures);
            } catch (RuntimeException | Error e) { // the subscription is renewed
                failures++;
                survived(e);
            }
            up = false;
            connection = null;
            reconnects.increment();
            pause(failures);
        }
    }

    /** Returns how often it has failed in a row. */
    private int readOnce(int failures) {
        try {
            read();
            return 0;
        } catch (JedisMovedDataException e) {
            LOG.debug("the channel has moved", e);
            findAgain();
            return failures + 1;
        } catch (JedisException | StoreUnavailableException e) {
            LOG.debug("the subscription has ended", e);
            return up ? 0 : failures + 1;
        }
    }

    /** Keeps the thread alive after any Error, such as a lack of memory, because no other thread subscribes. */
    private void survived(Throwable failure) {
        try {
            failures.log("The subscription has failed and is made anew", failure);
        } catch (RuntimeException | Error e) { // no receiver is left
            failure.addSuppressed(e); // not even the log works
        }
    }

    private void read() {
        boolean shard = sharded.getAsBoolean();
        byte[] name = channel.getBytes(StandardCharsets.UTF_8);
        int before = renewals.get();
        try (Connection mine = connector.connect(channel, settings.silence().plus(settings.probe()))) {
            connection = mine;
            if (closed || renewals.get() != before) {
                return;
            }
            Consumer<byte[]> heard = this::heard;
            if (shard) {
                new Sharded(heard, this::subscribed).proceed(mine, name);
            } else {
                new Plain(heard, this::subscribed).proceed(mine, name);
            }
        }
    }

    private void findAgain() {
        try {
            connector.moved();
        } catch (JedisException e) {
            LOG.debug("no server says where the channel is", e);
        }
    }

    private void subscribed() {
        up = true;
        listener.onSubscribed();
    }

    private void heard(byte[] message) {
        try {
            listener.onMessage(message);
        } catch (RuntimeException | Error e) { // the other receivers are still called
            receivers.log("The receiver of channel " + channel + " failed", e);
        }
    }

    private void pause(int failures) {
        try {
            if (wakeUps.tryAcquire(backoff.after(failures + 1).toNanos(), TimeUnit.NANOSECONDS)) {
                int unused = wakeUps.drainPermits();
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private static final class Plain extends BinaryJedisPubSub {

        private final Consumer<byte[]> heard;
        private final Runnable subscribed;

        Plain(Consumer<byte[]> heard, Runnable subscribed) {
            this.heard = heard;
            this.subscribed = subscribed;
        }

        @Override
        public void onMessage(byte[] channel, byte[] message) {
            heard.accept(message);
        }

        @Override
        public void onSubscribe(byte[] channel, int subscribedChannels) {
            subscribed.run();
        }
    }

    private static final class Sharded extends BinaryJedisShardedPubSub {

        private final Consumer<byte[]> heard;
        private final Runnable subscribed;

        Sharded(Consumer<byte[]> heard, Runnable subscribed) {
            this.heard = heard;
            this.subscribed = subscribed;
        }

        @Override
        public void onSMessage(byte[] channel, byte[] message) {
            heard.accept(message);
        }

        @Override
        public void onSSubscribe(byte[] channel, int subscribedChannels) {
            subscribed.run();
        }
    }
}
