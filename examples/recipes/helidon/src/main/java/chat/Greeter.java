package chat;

import io.mychat.gateway.spi.message.Command;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/** Answers 5001: {@code {"name":"world"}}. A bean like any other. */
@ApplicationScoped
public class Greeter {

    @Inject
    Sessions sessions;

    public record Greeting(String name) {}

    @Command(5001)
    public Map<String, Object> greet(Greeting greeting, Session session) {
        return Map.of("text", "Hello " + greeting.name(), "from", session.userId(), "online", sessions.onlineCount());
    }
}
