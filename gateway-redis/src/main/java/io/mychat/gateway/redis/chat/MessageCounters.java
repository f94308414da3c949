package io.mychat.gateway.redis.chat;

import io.mychat.gateway.spi.event.Metric;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The counters of this package. Thread-safe. */
final class MessageCounters {

    private final LongAdder appended = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder swept = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final LongAdder newEpochs = new LongAdder();
    private final LongAdder lossesOfChats = new LongAdder();
    private final AtomicLong open = new AtomicLong();

    void appended() {
        appended.increment();
    }

    void duplicate() {
        duplicates.increment();
    }

    void swept(int messages) {
        swept.add(messages);
    }

    void lost() {
        lost.increment();
    }

    void unreadable() {
        unreadable.increment();
    }

    void newEpoch() {
        newEpochs.increment();
    }

    void lostInChat() {
        lossesOfChats.increment();
    }

    void open(long marks) {
        open.set(marks);
    }

    List<Metric> metrics() {
        return List.of(
                Metric.counter("messages_appended_total", "Messages stored in Redis.", appended.doubleValue()),
                Metric.counter(
                        "messages_duplicates_total", "Messages that were stored before.", duplicates.doubleValue()),
                Metric.counter(
                        "messages_swept_total",
                        "Messages that a sweep delivered to their inboxes.",
                        swept.doubleValue()),
                Metric.counter(
                        "messages_undelivered_total",
                        "Messages that expired before they reached all inboxes.",
                        lost.doubleValue()),
                Metric.counter("messages_unreadable_total", "Invalid stored messages.", unreadable.doubleValue()),
                Metric.counter(
                        "messages_new_epochs_total", "Inboxes found to have lost data.", newEpochs.doubleValue()),
                Metric.counter(
                        "messages_chat_losses_total",
                        "Chats found to have lost messages.",
                        lossesOfChats.doubleValue()),
                Metric.gauge("messages_open", "Messages with a pending mark at the last sweep.", open.doubleValue()));
    }
}
