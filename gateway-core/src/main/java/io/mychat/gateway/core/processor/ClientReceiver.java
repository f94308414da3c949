package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ReadGate.Reason;
import io.mychat.gateway.core.observe.Counters;
import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.core.security.rate.MessageRate;
import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.CloseReason;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Receives the frames of one connection: decodes them, counts their rate and the malformed ones, and hands them to the
 * processor. Its fields belong to the connection's I/O thread.
 */
final class ClientReceiver implements CommandReceiver {

    /** The most bytes that are read at once from a connection without a login. */
    private static final int UNAUTHENTICATED_READ = 4096;

    private final SessionQueue sessionQueue;
    private final MessageRate rate;
    private final Shared shared;

    private int malformedInARow;

    /** Whether what arrives now has arrived together. */
    private boolean inRead;
    /** What has arrived together; null before the first message. */
    private @Nullable ReadBatch batch;

    /**
     * What the receivers of all connections have in common.
     *
     * @param limits the limits in effect
     */
    record Shared(
            MessageProcessor processor,
            Supplier<InboundLimits> limits,
            Counters counters,
            TimeSource time,
            ConnectionEvents events) {}

    ClientReceiver(SessionQueue sessionQueue, MessageRate rate, Shared shared) {
        this.sessionQueue = sessionQueue;
        this.rate = rate;
        this.shared = shared;
    }

    @Override
    public BufferAccount buffers() {
        return sessionQueue.client().buffers();
    }

    @Override
    public int readSize() {
        return sessionQueue.client().sessionOrNull() == null ? UNAUTHENTICATED_READ : Integer.MAX_VALUE;
    }

    @Override
    public Admission onMessageBegins(long bytes) {
        ClientConnection client = sessionQueue.client();
        if (client.sessionOrNull() != null) {
            return Admission.READ;
        }
        InboundLimits limits = shared.limits().get();
        if (bytes <= limits.unauthenticatedMessageBytes()) {
            return Admission.READ;
        }
        // The order matters: a turn that ends after the second step resumes the reading that the first step has
        // stopped.
        client.reading().set(Reason.LOGIN, true);
        if (sessionQueue.tryLeaveMessage()) {
            return Admission.LEAVE;
        }
        client.reading().set(Reason.LOGIN, false);
        return client.sessionOrNull() != null || bytes <= limits.tokenMessageBytes()
                ? Admission.READ
                : Admission.TOO_BIG;
    }

    @Override
    public void onReadBegins() {
        inRead = true;
    }

    @Override
    public void onReadEnds() {
        inRead = false;
        ReadBatch ended = batch;
        if (ended != null) {
            ended.end(shared.counters(), shared.time(), shared.processor().replyBuffers());
        }
    }

    /** The read of this moment, or one for a single message. */
    private ReadBatch batch() {
        ReadBatch known = batch;
        if (known == null) {
            known = new ReadBatch();
            batch = known;
        }
        known.begin(shared.time());
        return known;
    }

    private void endSingle() {
        if (!inRead) {
            onReadEnds();
        }
    }

    @Override
    public boolean onFrame() {
        ClientConnection client = sessionQueue.client();
        if (client.isClosing()) {
            return false;
        }
        long now = inRead ? batch().nanos() : shared.time().nanoTime();
        rate.adopt(shared.limits().get().rates().ofSession(client.sessionOrNull()), now);
        long waitMillis = rate.take(now);
        if (waitMillis == 0) {
            client.timeouts().alive();
            return true;
        }
        shared.counters().rateRefused();
        if (rate.isExhausted(now)) {
            client.close(CloseReason.RATE_EXCEEDED, "rate_exceeded");
        } else {
            client.reading().set(Reason.RATE, true);
            shared.time()
                    .schedule(
                            Duration.ofMillis(waitMillis),
                            () -> client.reading().set(Reason.RATE, false));
        }
        return false;
    }

    @Override
    public void onMessage(byte[] buffer, int offset, int length) {
        ClientConnection client = sessionQueue.client();
        if (!client.isClosing()) {
            onMessage(client.codec().decode(buffer, offset, length), length);
            endSingle();
        }
    }

    @Override
    public void onMessage(DecodedMessage message) {
        if (!sessionQueue.client().isClosing()) {
            onMessage(message, 0);
            endSingle();
        }
    }

    private void onMessage(DecodedMessage received, int length) {
        ClientConnection client = sessionQueue.client();
        InboundLimits limits = shared.limits().get();
        DecodedMessage decoded = limits.bounded(received);
        ReadBatch read = batch();
        long now = read.nanos();
        client.timeouts().active(now);
        malformedInARow = decoded instanceof DecodedMessage.Malformed ? malformedInARow + 1 : 0;
        int bytes = decoded instanceof DecodedMessage.Envelope envelope ? envelope.bytes() : length;
        if (bytes > limits.unauthenticatedMessageBytes()
                && decoded.cmdId() != Command.TOKEN_VERIFY.number()
                && client.sessionOrNull() == null) {
            client.close(CloseReason.MESSAGE_TOO_BIG);
            return;
        }
        boolean tooMalformed = limits.maxMalformedInARow() > 0 && malformedInARow >= limits.maxMalformedInARow();
        CloseReason then = tooMalformed ? CloseReason.MALFORMED_MESSAGES : null;

        rate.adopt(limits.rates().ofSession(client.sessionOrNull()), now);
        long waitMillis = rate.take(now);
        if (waitMillis > 0) {
            if (rate.isExhausted(now)) {
                then = CloseReason.RATE_EXCEEDED;
            }
            shared.counters().rateRefused();
            answer(decoded, StandardReplies.tooMany(Duration.ofMillis(waitMillis)), then, 0, read);
        } else if (decoded instanceof DecodedMessage.Envelope envelope) {
            shared.processor()
                    .accept(sessionQueue, QueuedMessage.Request.of(envelope, read.at(), inRead ? read : null));
        } else if (decoded instanceof DecodedMessage.Invalid invalid) {
            answer(
                    decoded,
                    Reply.failure(ErrorCode.BAD_REQUEST, invalid.error(), invalid.detail()),
                    then,
                    length,
                    read);
        } else if (decoded instanceof DecodedMessage.Malformed malformed) {
            answer(
                    decoded,
                    Reply.failure(ErrorCode.BAD_REQUEST, malformed.error(), malformed.detail()),
                    then,
                    length,
                    read);
        }
    }

    private void answer(
            DecodedMessage decoded, Reply reply, @Nullable CloseReason then, int uncounted, ReadBatch read) {
        shared.processor().accept(sessionQueue, new QueuedMessage.Answer(decoded, reply, then, uncounted, read.at()));
    }

    @Override
    public void onPing() {
        sessionQueue.client().timeouts().active(shared.time().nanoTime());
    }

    @Override
    public void onPong() {
        sessionQueue.client().timeouts().alive();
    }

    @Override
    public void onDrained() {
        shared.events().drained(sessionQueue.client());
    }

    @Override
    public void onClosed(int code) {
        shared.events().closed(sessionQueue.client(), code);
    }
}
