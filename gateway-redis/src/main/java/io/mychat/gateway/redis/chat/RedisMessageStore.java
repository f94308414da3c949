package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.notification.InboxNotification;
import io.mychat.gateway.redis.chat.notification.InboxNotifications;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.schedule.BackgroundTask;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.threads.DaemonThreadPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link MessageStore} of a cluster. On one server, with or without sentinels, one script stores a message in its chat and
 * in both inboxes, and publishes hints to the gateways of both users. In a Redis cluster a message takes two round trips: the
 * first stores it in its chat with a pending mark, the second puts it into both inboxes. A sweep of any gateway completes
 * messages whose second step did not happen; docs/adr/0010 explains why this is correct.
 *
 * <p>Thread-safe. Owns the threads of the sweep and of acknowledgements; {@link #close} ends them and leaves Redis open.
 */
public final class RedisMessageStore implements MessageStore, InboxNotifications.Receiver, MetricSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisMessageStore.class);

    private static final Duration TICK = Duration.ofMillis(250);
    private static final int TICKS_PER_STEP = 4;
    /** Threads for the few messages that need more than one round trip after they were begun without a thread. */
    private static final int FINISHERS = 8;

    private final RedisCalls redis;
    private final MessageCounters counters;
    private final ChatLog chats;
    private final Inboxes inboxes;
    private final InboxAnnouncer announcer;
    private final Acknowledgements acknowledgements;
    private final RedisMessageArchive archive;
    private final Verification verification;
    private final Delivery delivery;
    private final Optional<OneStepAppend> oneStep;
    private final Upkeep lives;
    private final Sweeper sweeper;
    private final BackgroundTask upkeep;
    private final BackgroundTask acknowledgementWriter;
    private final DaemonThreadPool finishers = new DaemonThreadPool("redis-append", FINISHERS, Duration.ofSeconds(30));
    private final RateLimitedLog unreadableLog;
    private final AtomicBoolean somethingMayBeLost = new AtomicBoolean();

    /** Only for the thread of the upkeep. */
    private int ticks;

    /** @param inOneStep whether one script may use the keys of chats and inboxes */
    RedisMessageStore(
            RedisCalls redis,
            ChatDependencies chatDependencies,
            Sweeper.SweepSettings sweepSettings,
            boolean inOneStep) {
        this.redis = redis;
        this.counters = chatDependencies.counters();
        this.lives = chatDependencies.upkeep();
        this.announcer = new InboxAnnouncer(sweepSettings.time());
        CompletedMarks completedMarks = new CompletedMarks(chatDependencies.keys());
        this.chats = new ChatLog(redis, chatDependencies, completedMarks, sweepSettings.time());
        this.inboxes = new Inboxes(redis, chatDependencies, sweepSettings.time(), announcer);
        this.acknowledgements = new Acknowledgements(redis, chatDependencies);
        this.archive = new RedisMessageArchive(
                new ChatArchive(redis, chatDependencies), inboxes, sweepSettings.time(), announcer, () -> {});
        this.verification = new Verification(inboxes);
        this.delivery = new Delivery(
                inboxes, completedMarks, new UncertainInboxes(sweepSettings.time(), sweepSettings.age()), announcer);
        this.oneStep = inOneStep
                ? Optional.of(new OneStepAppend(chatDependencies, chats, inboxes, delivery, sweepSettings.time()))
                : Optional.empty();
        this.sweeper = new Sweeper(redis, chatDependencies, chats, delivery, sweepSettings);
        this.upkeep = new BackgroundTask(sweepSettings.time(), "redis-messages", () -> TICK, this::tick);
        this.acknowledgementWriter =
                new BackgroundTask(sweepSettings.time(), "redis-acknowledgements", () -> TICK, acknowledgements::flush);
        this.unreadableLog = new RateLimitedLog(LOG::warn, sweepSettings.time());
    }

    /**
     * Begins to work.
     *
     * @param redis closed by the caller, after this
     * @param nodeId this gateway, as {@code user:sessions} names it
     * @param dead the gateways that are known to have died: what they began is finished soon
     */
    public static RedisMessageStore start(
            Redis redis, MessageSettings settings, String nodeId, Supplier<Set<String>> dead) {
        ChatKeys keys = new ChatKeys(redis.keys());
        ChatDependencies chatDependencies = ChatDependencies.of(keys, settings, nodeId, redis.time(), () -> 0);
        Duration age = redis.settings().deadline().multipliedBy(2).plusSeconds(1);
        boolean together = redis.settings().servers().mode() != Mode.CLUSTER;
        RedisMessageStore store = new RedisMessageStore(
                RedisCalls.of(redis),
                chatDependencies,
                new Sweeper.SweepSettings(redis.time(), age, together, dead),
                together);
        redis.onReturn(store::onSubscribed);
        store.upkeep.start();
        store.acknowledgementWriter.start();
        return store;
    }

    /** Handles a message of another gateway on this gateway's channel. */
    @Override
    public void onNotification(String text) {
        Optional<InboxNotification> notification = InboxNotification.parse(text);
        notification.ifPresent(delivery::heard);
        if (notification.isEmpty()) {
            unreadableLog.log("A notification of an inbox is ignored: this release cannot read it");
            counters.unreadable();
        }
    }

    /** A connection was lost: notifications may be lost, and data with them. */
    @Override
    public void onSubscribed() {
        somethingMayBeLost.set(true);
        upkeep.soon();
    }

    @Override
    public void listen(InboxListener listener) {
        announcer.listen(listener);
    }

    /** The other gateways know again that this one serves the user: until now they did not notify it of entries. */
    public void mayHaveArrived(String userId) {
        announcer.mayHaveArrived(userId);
    }

    @Override
    public AppendOutcome append(NewMessage message) {
        try {
            RedisCalls redisCalls = redis.together();
            ChatOutcome inChat = oneStep.flatMap(step -> step.append(message, redisCalls))
                    .orElseGet(() -> chats.append(message, redisCalls));
            return outcome(inChat, redisCalls);
        } catch (RuntimeException e) {
            // It may stand open now.
            sweeper.failed(message.chatId());
            throw e;
        }
    }

    @Override
    public CompletionStage<AppendOutcome> appendLater(NewMessage message) {
        OneStepAppend step = oneStep.orElse(null);
        if (step == null) {
            return CompletableFuture.completedFuture(append(message));
        }
        RedisCalls redisCalls = redis.together();
        CompletableFuture<AppendOutcome> later = new CompletableFuture<>();
        step.appendLater(message, redisCalls).whenComplete((inChat, error) -> {
            if (error != null) {
                failed(message, error, later);
            } else if (inChat.isEmpty() || !inChat.get().open().isEmpty()) {
                finishElsewhere(message, inChat, redisCalls, later);
            } else {
                finish(message, inChat, redisCalls, later);
            }
        });
        return later;
    }

    @Override
    public boolean appendsLater() {
        return oneStep.isPresent() && redis.neverWaitsLater();
    }

    /** What is left takes round trips. Bounded by the calls that may be in flight. */
    private void finishElsewhere(
            NewMessage message,
            Optional<ChatOutcome> inChat,
            RedisCalls redisCalls,
            CompletableFuture<AppendOutcome> later) {
        try {
            finishers.execute(() -> finish(message, inChat, redisCalls, later));
        } catch (RejectedExecutionException e) {
            failed(message, new StoreUnavailableException("no thread is left to store a message", e), later);
        }
    }

    private void finish(
            NewMessage message,
            Optional<ChatOutcome> inChat,
            RedisCalls redisCalls,
            CompletableFuture<AppendOutcome> later) {
        try {
            later.complete(outcome(inChat.orElseGet(() -> chats.append(message, redisCalls)), redisCalls));
        } catch (Throwable e) { // whatever it is, the caller learns of it
            failed(message, e, later);
        }
    }

    /** It may stand open now. */
    private void failed(NewMessage message, Throwable error, CompletableFuture<AppendOutcome> later) {
        try {
            sweeper.failed(message.chatId());
        } finally { // also without memory
            later.completeExceptionally(
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error);
        }
    }

    private AppendOutcome outcome(ChatOutcome inChat, RedisCalls redisCalls) {
        if (inChat instanceof ChatOutcome.Stored stored) {
            delivery.deliver(stored.open(), redisCalls);
            counters.appended();
            return new AppendOutcome.Stored(stored.message());
        }
        if (inChat instanceof ChatOutcome.Duplicate duplicate) {
            // The first try may have ended before the inboxes had it.
            delivery.deliver(duplicate.open(), redisCalls);
            counters.duplicate();
            return new AppendOutcome.Duplicate(duplicate.original());
        }
        if (inChat instanceof ChatOutcome.Backlog) {
            throw new StoreUnavailableException("too many messages of this sender wait for an inbox");
        }
        return new AppendOutcome.ClientMsgIdReused();
    }

    @Override
    public Optional<HistoryPage> history(ChatId chat, int limit, Optional<String> before) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1");
        }
        return chats.history(chat, limit, before);
    }

    @Override
    public InboxPage readInbox(String userId, long afterSeq, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative");
        }
        return inboxes.read(userId, afterSeq, limit);
    }

    @Override
    public InboxPage resumeInbox(String userId, String epoch, long lastSeq) {
        return inboxes.resume(userId, epoch, lastSeq);
    }

    /** The call of {@link #readInbox} without entries, for a script that does more in the same step. */
    public BoundsCall boundsCall(String userId) {
        return inboxes.bounds(userId);
    }

    /** The call of {@link #resumeInbox}, likewise. */
    public BoundsCall boundsCall(String userId, String epoch, long lastSeq) {
        return inboxes.bounds(userId, epoch, lastSeq);
    }

    @Override
    public void acknowledge(String userId, DeviceKey device, String epoch, long inboxSeq) {
        acknowledgements.acknowledge(userId, device, epoch, inboxSeq);
    }

    @Override
    public boolean tryAcknowledge(String userId, DeviceKey device, String epoch, long inboxSeq) {
        return acknowledgements.tryAcknowledge(userId, device, epoch, inboxSeq);
    }

    @Override
    public void sessionEnded(String userId, DeviceKey device) {
        if (acknowledgements.isWaiting(userId, device)) {
            acknowledgementWriter.soon();
        }
    }

    @Override
    public long acknowledged(String userId, DeviceKey device) {
        return acknowledgements.acknowledged(userId, device);
    }

    @Override
    public Optional<MessageArchive> archive() {
        return Optional.of(archive);
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> all = new ArrayList<>(counters.metrics());
        all.addAll(inboxes.metrics());
        all.addAll(acknowledgements.metrics());
        return List.copyOf(all);
    }

    /** Takes marks away that are done, and finishes what others left open for longer than that; blocks. */
    void sweep(Duration age) {
        flushMarks();
        sweeper.all(age);
        flushMarks();
    }

    /** One step of the usual sweep; blocks. */
    void step() {
        sweeper.step();
    }

    private void flushMarks() {
        delivery.flushMarks(redis).forEach(sweeper::failed);
    }

    /** Compares inboxes of which an entry was seen that no call has compared; blocks. */
    void lookAtUnconfirmed() {
        verification.confirm();
    }

    /** Compares inboxes, has the gateway read what it did not hear, and sweeps; blocks. */
    void lookAtEverything() {
        // First, so that a loss during the comparison leads to another one.
        somethingMayBeLost.set(false);
        lives.failed();
        announcer.onHintsLost();
        verification.begin();
        sweeper.all(Duration.ZERO);
    }

    private void tick() {
        try {
            delivery.recheckUncertain();
            flushMarks();
            if (somethingMayBeLost.get()) {
                lookAtEverything();
            }
            lookAtUnconfirmed();
            verification.tick();
            if (++ticks % TICKS_PER_STEP == 0) {
                sweeper.step();
            }
        } catch (StoreUnavailableException e) {
            LOG.debug("Redis does not answer; deliveries are checked later", e);
        }
    }

    @Override
    public void close() {
        upkeep.close();
        acknowledgementWriter.close();
        finishers.shutdown();
        acknowledgements.close();
        try {
            flushMarks();
        } catch (StoreUnavailableException e) {
            // The sweep of another gateway finds the marks, and nothing left to deliver.
            return;
        }
    }
}
