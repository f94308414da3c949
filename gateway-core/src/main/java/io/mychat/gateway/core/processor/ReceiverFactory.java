package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.observe.Counters;
import io.mychat.gateway.core.security.rate.MessageRate;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.function.Supplier;

/** Makes the receivers of new connections. Thread-safe. */
public final class ReceiverFactory {

    private final ClientReceiver.Shared shared;

    /**
     * @param limits the limits in effect; called for each message, returns the same object until they change
     */
    public ReceiverFactory(
            MessageProcessor processor,
            Supplier<InboundLimits> limits,
            Counters counters,
            TimeSource time,
            ConnectionEvents events) {
        this.shared = new ClientReceiver.Shared(processor, limits, counters, time, events);
    }

    /** The receiver of one connection. */
    public CommandReceiver receiver(ClientConnection client) {
        InboundLimits now = shared.limits().get();
        SessionQueue queue = new SessionQueue(client, now, shared.counters());
        client.commands(queue);
        MessageRate rate =
                new MessageRate(now.rates().ofSession(null), shared.time().nanoTime());
        return new ClientReceiver(queue, rate, shared);
    }
}
