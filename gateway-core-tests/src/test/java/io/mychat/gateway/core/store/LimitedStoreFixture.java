package io.mychat.gateway.core.store;

import io.mychat.gateway.core.store.MessageStoreLimits.Total;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.AppendOutcome.Stored;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** In-memory message stores with small limits, and what tests send to them. */
abstract class LimitedStoreFixture {

    static final long PLENTY = 1 << 20;
    static final DeviceKey PHONE = new DeviceKey("ios", "d1");

    final ManualTime time = new ManualTime();
    int messages;

    static double evictions(InMemoryMessageStore store, String bound) {
        return store.metrics().stream()
                .filter(metric -> metric.labels().containsValue(bound))
                .mapToDouble(Metric::value)
                .sum();
    }

    static double metric(InMemoryMessageStore store, String name) {
        return store.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }

    InMemoryMessageStore limited(int maxPerInbox, int maxPerChat, Total total) {
        return new InMemoryMessageStore(
                time, new MessageStoreLimits(Duration.ofDays(30), Duration.ofDays(1), maxPerInbox, maxPerChat, total));
    }

    ChatMessage send(MessageStore store, String from, String to, String content) {
        AppendOutcome outcome = store.append(message(from, to, content, null));
        return ((Stored) outcome).message();
    }

    NewMessage message(String from, String to, String content, @Nullable String clientMsgId) {
        String id = "m%09d".formatted(++messages);
        return new NewMessage(id, from, to, content, clientMsgId, "s1", time.now());
    }

    static HistoryPage historyOf(MessageStore store, String one, String other) {
        return store.history(ChatId.between(one, other), 100, Optional.empty()).orElseThrow();
    }
}
