package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.codec.ReplyBuffers;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.observe.Counters;
import io.mychat.gateway.core.observe.LatencyHistogram;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.CloseReason;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts and sends replies. Thread-safe. */
final class Responder {

    private final Counters counters;
    private final AnswerRecord record;
    private final TimeSource time;
    private final ReplyBuffers buffers = new ReplyBuffers();

    Responder(Counters counters, AnswerRecord record, TimeSource time) {
        this.counters = counters;
        this.record = record;
        this.time = time;
    }

    /** For the replies of each read. */
    ReplyBuffers buffers() {
        return buffers;
    }

    /** Sends the answer to a command that got no handler. */
    void refuse(ClientConnection client, QueuedMessage.Request command, Reply reply) {
        reply(client, command, reply, counters.latencies().none(), null);
    }

    /** A command of a connection that closes needs no answer, unless the host application waits for it. */
    void unheard(ClientConnection client, QueuedMessage.Request command) {
        if (command.host() != null) {
            refuse(client, command, StandardReplies.SESSION_ENDED);
        }
    }

    /** Sends the answer to a command whose handler was called, or whose time is over. */
    void reply(Invocation invocation, Reply reply) {
        reply(invocation, reply, invocation.route().observer().latency(), null);
    }

    /** As {@link #reply(Invocation, Reply)}, within the read that has brought the command. */
    void reply(Invocation invocation, Reply reply, ReadBatch batch) {
        if (reply.code() == ErrorCode.SUCCESS && invocation.route().takesNoTime()) {
            Tracer.Span span = invocation.span();
            try {
                batch.answered(invocation.route().observer().latency(), counters, time);
                QueuedMessage.Request command = invocation.command();
                send(invocation.connection(), command, reply, command.receivedAt(), batch.buffer(buffers));
            } finally {
                end(span, invocation, reply);
            }
        } else {
            reply(invocation, reply, invocation.route().observer().latency(), batch.buffer(buffers));
        }
    }

    /** Sends the answer to a command that found no place, and so got no handler. */
    void refuse(Invocation invocation, Reply reply) {
        reply(invocation, reply, counters.latencies().none(), null);
    }

    private void reply(Invocation invocation, Reply reply, LatencyHistogram latency, @Nullable PayloadBuffer buffer) {
        Tracer.Span span = invocation.span();
        try {
            reply(invocation.connection(), invocation.command(), reply, latency, buffer);
        } finally {
            end(span, invocation, reply);
        }
    }

    private static void end(Tracer.Span span, Invocation invocation, Reply reply) {
        if (span.isRecording()) {
            CommandSpan.describe(span, invocation, reply);
        }
        span.end();
    }

    private void reply(
            ClientConnection client,
            QueuedMessage.Request command,
            Reply reply,
            LatencyHistogram latency,
            @Nullable PayloadBuffer buffer) {
        Instant now = count(reply, command.receivedAt(), latency);
        record.answered(client, command.envelope().cmdId(), reply, command.receivedAt(), now);
        send(client, command, reply, now, buffer);
    }

    private static void send(
            ClientConnection client,
            QueuedMessage.Request command,
            Reply reply,
            Instant now,
            @Nullable PayloadBuffer buffer) {
        Consumer<Reply> host = command.host();
        if (host == null) {
            client.reply(command.envelope().cmdId(), command.envelope().requestId(), reply, now, buffer);
        } else {
            host.accept(reply);
        }
    }

    private Instant count(Reply reply, Instant receivedAt, LatencyHistogram latency) {
        Instant now = time.now();
        counters.answered(reply.code(), Duration.between(receivedAt, now), latency);
        return now;
    }

    /** Sends an answer that was known before the message's turn, and closes the connection where the answer says so. */
    void answer(ClientConnection client, QueuedMessage.Answer answer) {
        Instant now =
                count(answer.reply(), answer.receivedAt(), counters.latencies().none());
        record.answered(client, answer.request().cmdId(), answer.reply(), answer.receivedAt(), now);
        client.reply(answer.request().cmdId(), answer.request().requestId(), answer.reply(), now);
        CloseReason then = answer.then();
        if (then == CloseReason.RATE_EXCEEDED) {
            client.close(then, "rate_exceeded");
        } else if (then != null) {
            client.close(then);
        }
    }
}
