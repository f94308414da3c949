package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.codec.MessageDecoder;
import io.mychat.gateway.core.config.SecurityConfig;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.security.MessageLimits;
import io.mychat.gateway.core.security.MessageRate;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Makes the receivers of new connections. Thread-safe. */
public final class Reception {

    private final MessageDecoder decoder;
    private final MessageProcessor processor;
    private final ProcessingOptions options;
    private final Supplier<SecurityConfig> security;
    private final TimeSource time;

    public Reception(
            MessageDecoder decoder,
            MessageProcessor processor,
            ProcessingOptions options,
            Supplier<SecurityConfig> security,
            TimeSource time) {
        this.decoder = decoder;
        this.processor = processor;
        this.options = options;
        this.security = security;
        this.time = time;
    }

    /**
     * The receiver of one connection.
     *
     * @param drained called when the client has read what it was sent
     * @param closed called once at the end, with the close code
     */
    public ConnectionReceiver receiver(ClientConnection client, Runnable drained, IntConsumer closed) {
        SecurityConfig limits = security.get();
        return new ClientReceiver(
                new Lane(client, processor::begin, options),
                decoder,
                processor,
                new MessageRate(MessageLimits.of(limits), time.nanoTime()),
                new ClientReceiver.Hooks(limits.maxMalformedInARow(), time, drained, closed));
    }
}
