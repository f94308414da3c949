package io.mychat.gateway.example.embedded;

import io.mychat.gateway.spi.message.Command;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.ReplyException;
import io.mychat.gateway.spi.session.Session;
import org.jspecify.annotations.Nullable;

// snippet: methods
/** Answers 5002: I order something. */
public final class OrderHandlers {

    public record Order(
            String orderId, int quantity, @Nullable String note) {}

    public record Accepted(String orderId, String buyer) {}

    @Command(5002)
    public Accepted order(Order order, Session session) {
        if (order.quantity() < 1) {
            throw new ReplyException(ErrorCode.BAD_REQUEST, "bad_quantity", "Order at least one.");
        }
        return new Accepted(order.orderId(), session.userId());
    }
}
// end
