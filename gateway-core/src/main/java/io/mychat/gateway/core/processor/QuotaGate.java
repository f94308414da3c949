package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.core.security.rate.UserQuotas;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Counts messages in their user's quota when they have the turn (protocol.md 1.5). By then the user is known, also for
 * messages that were sent before a login had ended. Thread-safe.
 */
final class QuotaGate {

    private final UserQuotas quotas;

    QuotaGate(UserQuotas quotas) {
        this.quotas = quotas;
    }

    /** The refusal of a message that exceeds its user's quota, or null. */
    @Nullable
    Reply refusal(long cmdId, int bytes, @Nullable Session session) {
        if (session == null || Command.isFreeOfQuota(cmdId)) {
            return null;
        }
        long waitMillis = quotas.take(session, bytes);
        return waitMillis == 0
                ? null
                : Reply.failure(
                        ErrorCode.TOO_MANY_REQUESTS,
                        "user_rate_exceeded",
                        "Your sessions together send too much; send more slowly.",
                        Duration.ofMillis(waitMillis));
    }

    /** Returns the known answer of a message, or its refusal when it exceeds its user's quota. */
    QueuedMessage.Answer check(QueuedMessage.Answer answer, @Nullable Session session) {
        Reply refusal =
                answer.uncounted() == 0 ? null : refusal(answer.request().cmdId(), answer.uncounted(), session);
        return refusal == null
                ? answer
                : new QueuedMessage.Answer(answer.request(), refusal, answer.then(), 0, answer.receivedAt());
    }
}
