package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;

/** Calls a blocking handler again when it throws. The worker is held during the pauses. */
final class RetryingHandler implements MessageHandler {

    private final MessageHandler handler;
    private final LocalRetries.Policy policy;

    RetryingHandler(MessageHandler handler, LocalRetries.Policy policy) {
        this.handler = handler;
        this.policy = policy;
    }

    @Override
    public Reply handle(UnifiedMessage message, MessageContext context) throws Exception {
        LocalRetries.Attempts attempts = policy.begin(context);
        while (true) {
            AttemptContext attempt = new AttemptContext(context);
            try {
                Reply reply = handler.handle(message, attempt);
                attempt.keep();
                return reply;
            } catch (InterruptedException e) {
                attempt.keep();
                throw e;
            } catch (Exception e) {
                if (!attempts.awaitNext()) {
                    attempt.keep();
                    throw e;
                }
            }
        }
    }
}
