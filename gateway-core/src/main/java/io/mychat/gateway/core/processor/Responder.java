package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.observe.Counters;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.CloseReason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts, encodes and sends replies. Thread-safe. */
final class Responder {

    private final MessageEncoder encoder;
    private final Counters counters;
    private final TimeSource time;

    Responder(MessageEncoder encoder, Counters counters, TimeSource time) {
        this.encoder = encoder;
        this.counters = counters;
        this.time = time;
    }

    void reply(ClientConnection client, QueuedMessage.Request command, Reply reply) {
        send(client, command.envelope().cmdId(), command.envelope().requestId(), reply, command.receivedAt());
    }

    /** Sends an answer that was known before the message's turn, and closes the connection where the answer says so. */
    void answer(ClientConnection client, QueuedMessage.Answer answer) {
        send(client, answer.request().cmdId(), answer.request().requestId(), answer.reply(), answer.receivedAt());
        CloseReason then = answer.then();
        if (then == CloseReason.RATE_EXCEEDED) {
            client.close(then, "rate_exceeded");
        } else if (then != null) {
            client.close(then);
        }
    }

    private void send(
            ClientConnection client, long cmdId, @Nullable RequestId requestId, Reply reply, Instant receivedAt) {
        Instant now = time.now();
        counters.answered(reply.code(), Duration.between(receivedAt, now));
        client.reply(encoder.reply(cmdId, requestId, reply, client.identity(), now));
    }
}
