package chat;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Mounts the gateway in the application, and starts and stops it with the application. */
@WebListener
public class ChatListener implements ServletContextListener {

    @Inject
    Chat chat;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        try {
            chat.start(
                    event.getServletContext(),
                    System.getenv().getOrDefault("CHAT_SECRET", "an example of thirty-two bytes or more"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        chat.stop();
    }
}
