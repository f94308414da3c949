package io.mychat.gateway.core.event;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.List;

/** Events of messages that nobody listens to. */
public final class NoMessageEvents {

    private NoMessageEvents() {}

    public static MessageEvents at(TimeSource time) {
        EventDispatcher nobody = new EventDispatcher(List.of(), time);
        UndeliveredWatch watch = new UndeliveredWatch(
                () -> new UndeliveredWatch.Limits(Duration.ofSeconds(5), 10),
                (message, ended) -> false,
                nobody,
                Runnable::run,
                time);
        return new MessageEvents(nobody, watch, time);
    }
}
