package io.mychat.gateway.redis.chat;

import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Notes what a store tells its gateway. */
public final class RecordingInboxListener implements InboxListener {

    /** One arrival. */
    public record Arrival(String userId, String epoch, InboxEntry entry) {}

    public final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    public final List<String> doubtful = new CopyOnWriteArrayList<>();
    public final AtomicInteger losses = new AtomicInteger();

    @Override
    public void onArrived(String userId, String epoch, InboxEntry entry) {
        arrivals.add(new Arrival(userId, epoch, entry));
    }

    @Override
    public void mayHaveArrived(String userId) {
        doubtful.add(userId);
    }

    @Override
    public void onHintsLost() {
        losses.incrementAndGet();
    }

    public List<String> contents() {
        return arrivals.stream()
                .map(arrival -> arrival.entry().message().content())
                .toList();
    }
}
