package io.mychat.gateway.example.embedded;

import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;

// snippet: handler
/** Answers 5001: how is my order? */
public final class OrderStatusHandler implements MessageHandler {

    public static HandlerDefinition definition() {
        return HandlerDefinition.blocking("order_status", new OrderStatusHandler())
                .command(5001)
                .build();
    }

    @Override
    public Reply handle(UnifiedMessage message, MessageContext context) {
        // May block: it has its own thread. message.userId() is the session's user, not a value from the client.
        if (message.data().equals("{}")) {
            return Reply.failure(ErrorCode.BAD_REQUEST, "order_missing", "Say which order.");
        }
        return Reply.ok("{\"status\":\"on its way\"}");
    }
}
// end
