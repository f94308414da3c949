package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.codec.Decoded;
import io.mychat.gateway.core.codec.MessageDecoder;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.security.MessageRate;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection's way in: decodes, counts the rate and the malformed ones, and hands everything to the session's lane.
 * Its fields belong to the connection's I/O thread.
 */
final class ClientReceiver implements ConnectionReceiver {

    private final Lane lane;
    private final MessageDecoder decoder;
    private final MessageProcessor processor;
    private final MessageRate rate;
    private final Hooks hooks;

    private int malformedInARow;

    /**
     * What the receiver lives in.
     *
     * @param limits those that count now
     * @param drained called when the client has read what it was sent
     * @param closed called at the end, with the close code
     */
    record Hooks(Supplier<InboundLimits> limits, TimeSource time, Runnable drained, IntConsumer closed) {}

    ClientReceiver(Lane lane, MessageDecoder decoder, MessageProcessor processor, MessageRate rate, Hooks hooks) {
        this.lane = lane;
        this.decoder = decoder;
        this.processor = processor;
        this.rate = rate;
        this.hooks = hooks;
    }

    @Override
    public void onText(byte[] buffer, int offset, int length) {
        ClientConnection client = lane.client();
        if (client.isClosing()) {
            return;
        }
        long now = hooks.time().nanoTime();
        client.active(now);
        Decoded decoded = decoder.decode(buffer, offset, length);
        malformedInARow = decoded instanceof Decoded.Malformed ? malformedInARow + 1 : 0;
        InboundLimits limits = hooks.limits().get();
        boolean tooMalformed = limits.maxMalformedInARow() > 0 && malformedInARow >= limits.maxMalformedInARow();
        CloseReason then = tooMalformed ? CloseReason.MALFORMED_MESSAGES : null;

        rate.adopt(limits.rate(), now);
        long waitMillis = rate.take(now);
        if (waitMillis > 0) {
            if (rate.isExhausted(now)) {
                then = CloseReason.RATE_EXCEEDED;
            }
            processor.counters().rateRefused();
            answer(decoded, tooMany(Duration.ofMillis(waitMillis)), then);
        } else if (decoded instanceof Decoded.Envelope envelope) {
            processor.accept(lane, new Work.Command(envelope, hooks.time().now()));
        } else if (decoded instanceof Decoded.Invalid invalid) {
            answer(decoded, Reply.failure(ErrorCode.BAD_REQUEST, invalid.error(), invalid.detail()), then);
        } else if (decoded instanceof Decoded.Malformed malformed) {
            answer(decoded, Reply.failure(ErrorCode.BAD_REQUEST, malformed.error(), malformed.detail()), then);
        }
    }

    private void answer(Decoded decoded, Reply reply, @Nullable CloseReason then) {
        processor.accept(
                lane, new Work.Answer(decoded, reply, then, hooks.time().now()));
    }

    private static Reply tooMany(Duration retryAfter) {
        return Reply.failure(
                ErrorCode.TOO_MANY_REQUESTS, "rate_exceeded", "Too many messages; send more slowly.", retryAfter);
    }

    @Override
    public void onPing() {
        lane.client().active(hooks.time().nanoTime());
    }

    @Override
    public void onPong() {
        lane.client().alive();
    }

    @Override
    public void onDrained() {
        hooks.drained().run();
    }

    @Override
    public void onClosed(int code) {
        hooks.closed().accept(code);
    }
}
