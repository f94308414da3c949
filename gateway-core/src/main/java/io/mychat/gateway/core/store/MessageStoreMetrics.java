package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.event.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The numbers of an {@link InMemoryMessageStore}, as operators see them. */
final class MessageStoreMetrics {

    private MessageStoreMetrics() {}

    record Sizes(long messages, long bytes, long largestSender, long chats, long inboxes) {}

    static List<Metric> of(MessageStoreLimits limits, Sizes sizes, Map<Eviction, Long> evicted) {
        MessageStoreLimits.Total total = limits.total();
        List<Metric> metrics = new ArrayList<>(List.of(
                Metric.gauge("message_store_messages", "Messages in the embedded store.", sizes.messages()),
                Metric.gauge("message_store_bytes", "Roughly the heap that messages take.", sizes.bytes()),
                Metric.gauge(
                        "message_store_bytes_limit",
                        "What messages may take; then their sender's or the largest sender's oldest go.",
                        total.maxBytes()),
                Metric.gauge(
                        "message_store_sender_bytes_max",
                        "Roughly the heap that the messages of the sender take who holds most.",
                        sizes.largestSender()),
                Metric.gauge("message_store_chats", "Chats in the embedded store.", sizes.chats()),
                Metric.gauge("message_store_chats_limit", "Chats that there may be.", total.maxChats()),
                Metric.gauge("message_store_inboxes", "Inboxes in the embedded store.", sizes.inboxes()),
                Metric.gauge("message_store_inboxes_limit", "Inboxes that there may be.", total.maxInboxes()),
                Metric.gauge(
                        "message_store_inbox_entries_limit", "Entries that one inbox keeps.", limits.maxPerInbox())));
        for (Eviction cause : Eviction.values()) {
            metrics.add(Metric.counter(
                            "message_store_evictions_total",
                            "What went before its time, by the bound that it was over.",
                            evicted.getOrDefault(cause, 0L))
                    .with("bound", cause.name().toLowerCase(Locale.ROOT)));
        }
        return metrics;
    }
}
