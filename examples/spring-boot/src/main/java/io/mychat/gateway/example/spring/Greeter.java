package io.mychat.gateway.example.spring;

import io.mychat.gateway.spi.message.Command;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Answers 5001: {@code {"name":"world"}}. */
@Component
class Greeter {

    record Greeting(String name) {}

    private final Sessions sessions;

    Greeter(Sessions sessions) {
        this.sessions = sessions;
    }

    @Command(5001)
    public Map<String, Object> greet(Greeting greeting, Session session) {
        return Map.of("text", "Hello " + greeting.name(), "from", session.userId(), "online", sessions.onlineCount());
    }
}
