package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.core.security.rate.MessageQuotas;
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

    private final MessageQuotas quotas;

    QuotaGate(MessageQuotas quotas) {
        this.quotas = quotas;
    }

    /** The refusal of a message that exceeds its user's quota, or null. */
    @Nullable
    Reply refusal(long cmdId, int bytes, @Nullable Session session) {
        if (session == null) {
            return null;
        }
        long forCommand = quotas.commands().take(session.userId(), cmdId);
        if (forCommand > 0) {
            return refusal(
                    "command_rate_exceeded", "You send this command too often; send it more slowly.", forCommand);
        }
        long forUser = Command.isFreeOfQuota(cmdId) ? 0 : quotas.users().take(session, bytes);
        return forUser == 0
                ? null
                : refusal("user_rate_exceeded", "Your sessions together send too much; send more slowly.", forUser);
    }

    private static Reply refusal(String error, String detail, long waitMillis) {
        return Reply.failure(ErrorCode.TOO_MANY_REQUESTS, error, detail, Duration.ofMillis(waitMillis));
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
