package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.event.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The metrics of an {@link InMemoryMessageStore}. */
final class MessageStoreMetrics {

    private MessageStoreMetrics() {}

    record Sizes(long messages, long bytes, long largestSender, long chats, long inboxes) {}

    static List<Metric> of(MessageStoreLimits limits, Sizes sizes, Map<Eviction, LongAdder> evicted) {
        MessageStoreLimits.Total total = limits.total();
        List<Metric> metrics = new ArrayList<>(List.of(
                Metric.gauge("message_store_messages", "Messages in the embedded store.", sizes.messages()),
                Metric.gauge("message_store_bytes", "Approximate heap of the stored messages.", sizes.bytes()),
                Metric.gauge(
                        "message_store_bytes_limit",
                        "Most bytes of messages; at this limit the oldest of the sender or of the largest sender are evicted.",
                        total.maxBytes()),
                Metric.gauge(
                        "message_store_sender_bytes_max",
                        "Approximate heap of the messages of the largest sender.",
                        sizes.largestSender()),
                Metric.gauge("message_store_chats", "Chats in the embedded store.", sizes.chats()),
                Metric.gauge("message_store_chats_limit", "Most chats in the embedded store.", total.maxChats()),
                Metric.gauge("message_store_inboxes", "Inboxes in the embedded store.", sizes.inboxes()),
                Metric.gauge("message_store_inboxes_limit", "Most inboxes in the embedded store.", total.maxInboxes()),
                Metric.gauge("message_store_inbox_entries_limit", "Most entries of one inbox.", limits.maxPerInbox())));
        for (Eviction cause : Eviction.values()) {
            metrics.add(Metric.counter(
                            "message_store_evictions_total",
                            "Messages, chats and inboxes evicted early, by the bound.",
                            sum(evicted.get(cause)))
                    .with("bound", cause.name().toLowerCase(Locale.ROOT)));
        }
        return metrics;
    }

    private static long sum(@Nullable LongAdder count) {
        return count == null ? 0 : count.sum();
    }
}
