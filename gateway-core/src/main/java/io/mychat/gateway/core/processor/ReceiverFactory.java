package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.observe.Counters;
import io.mychat.gateway.core.security.rate.MessageRate;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Makes the receivers of new connections. Thread-safe. */
public final class ReceiverFactory {

    private final MessageProcessor processor;
    private final Supplier<InboundLimits> limits;
    private final Counters counters;
    private final TimeSource time;

    /**
     * @param limits the limits in effect; called for each message, returns the same object until they change
     */
    public ReceiverFactory(
            MessageProcessor processor, Supplier<InboundLimits> limits, Counters counters, TimeSource time) {
        this.processor = processor;
        this.limits = limits;
        this.counters = counters;
        this.time = time;
    }

    /**
     * The receiver of one connection.
     *
     * @param drained called when the client has read everything that was sent to it
     * @param closed called once at the end, with the close code
     */
    public CommandReceiver receiver(ClientConnection client, Runnable drained, IntConsumer closed) {
        InboundLimits now = limits.get();
        SessionQueue queue = new SessionQueue(client, now, counters);
        client.commands(queue);
        return new ClientReceiver(
                queue,
                processor,
                new MessageRate(now.rates().ofSession(null), time.nanoTime()),
                new ClientReceiver.Callbacks(limits, counters, time, drained, closed));
    }
}
