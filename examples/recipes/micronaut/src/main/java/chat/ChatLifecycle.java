package chat;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.mychat.gateway.core.GatewayServer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Starts the gateway behind the web server. */
@Singleton
final class ChatLifecycle implements ApplicationEventListener<ServerStartupEvent> {

    private final GatewayServer gateway;

    ChatLifecycle(GatewayServer gateway) {
        this.gateway = gateway;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        try {
            gateway.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
