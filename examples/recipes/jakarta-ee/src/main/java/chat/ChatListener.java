package chat;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Starts and stops the gateway with the application, which takes ports and secret from its environment. */
@WebListener
public class ChatListener implements ServletContextListener {

    @Inject
    Chat chat;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        Map<String, String> environment = System.getenv();
        try {
            chat.start(
                    Integer.parseInt(environment.getOrDefault("CHAT_WEBSOCKET_PORT", "8090")),
                    Integer.parseInt(environment.getOrDefault("CHAT_HTTP_PORT", "8091")),
                    environment.getOrDefault("CHAT_SECRET", "an example of thirty-two bytes or more"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        chat.stop();
    }
}
