package io.mychat.gateway.spring.test.app;

import io.mychat.gateway.spi.message.Command;
import io.mychat.gateway.spi.session.Session;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The handler. */
@Component
class OrderCommands {

    private final Orders orders;

    OrderCommands(Orders orders) {
        this.orders = orders;
    }

    @Command(5001)
    public Map<String, Object> state(Session session) {
        return Map.of("state", orders.stateOf(session.userId()));
    }
}
