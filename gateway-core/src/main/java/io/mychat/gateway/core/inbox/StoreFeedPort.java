package io.mychat.gateway.core.inbox;

import io.mychat.gateway.core.codec.DeliveredMessage;
import io.mychat.gateway.core.codec.JsonEscapes;
import io.mychat.gateway.core.codec.ReplyBuffers;
import io.mychat.gateway.core.codec.ServerMessage;
import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.RateLimitedLogs;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.time.TimestampCache;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port of all feeds: the store, read by a bounded number of feeds at once, and the messages that clients get. */
final class StoreFeedPort implements FeedPort {

    private static final Logger log = LoggerFactory.getLogger(StoreFeedPort.class);

    private final MessageStore store;
    private final InboxDelivery.Dependencies dependencies;
    private final DeliveryRecord record;
    private final Semaphore readers;
    private final RateLimitedLogs failures;
    private final TimestampCache timestamps = new TimestampCache();
    private final ReplyBuffers copies = new ReplyBuffers();

    StoreFeedPort(MessageStore store, InboxDelivery.Dependencies dependencies, DeliveryRecord record) {
        this.store = store;
        this.dependencies = dependencies;
        this.record = record;
        this.failures = new RateLimitedLogs(log::error, dependencies.time());
        this.readers = new Semaphore(dependencies.maxReads());
    }

    @Override
    public InboxPage read(String userId, long afterSeq, int limit) throws InterruptedException {
        // After an outage every feed has to read.
        readers.acquire();
        try {
            return store.readInbox(userId, afterSeq, limit);
        } finally {
            readers.release();
        }
    }

    @Override
    public ServerMessage message(String userId, String epoch, InboxEntry entry, boolean gap) {
        String at = timestamps.rfc3339(entry.message().timestamp());
        return new ServerMessage(new DeliveredMessage(
                Command.MESSAGE_DELIVERED.number(),
                userId,
                epoch,
                entry,
                at,
                gap,
                dependencies.time().now()));
    }

    @Override
    public ServerMessage loss(String userId, InboxPage bounds) {
        String data = "{\"epoch\":\"" + JsonEscapes.of(bounds.epoch()) + "\",\"from_seq\":" + bounds.oldestSeq()
                + ",\"latest_seq\":" + bounds.latestSeq() + ",\"gap\":true}";
        return new ServerMessage(new Notice(
                Command.INBOX_LOSS.number(), userId, data, dependencies.time().now()));
    }

    @Override
    public ReplyBuffers copies() {
        return copies;
    }

    @Override
    public DeliveryRecord record() {
        return record;
    }

    @Override
    public Tracer.Span deliver(InboxEntry entry, String sessionId) {
        return dependencies.traces().deliver(entry.message().messageId(), sessionId);
    }

    @Override
    public int maxOutboundBytes() {
        return dependencies.maxOutboundBytes();
    }

    @Override
    public void execute(Runnable task) {
        dependencies.workers().execute(task);
    }

    @Override
    public void schedule(Duration delay, Runnable action) {
        TimeSource.@Nullable Timer unused = dependencies.time().schedule(delay, action);
    }

    @Override
    public void failed(String message, Throwable cause) {
        failures.of(message).log(message, cause);
    }

    List<Metric> metrics() {
        int limit = dependencies.maxReads();
        return List.of(
                Metric.gauge("inbox_reads", "Inboxes being read from the store.", limit - readers.availablePermits()),
                Metric.gauge(
                        "inbox_reads_waiting",
                        "Sessions that wait for a read of their inbox.",
                        readers.getQueueLength()),
                Metric.gauge("inbox_reads_limit", "Most inboxes that are read at once.", limit));
    }
}
