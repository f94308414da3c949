package chat;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.auth.UserAccounts;
import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The gateway of this application, on ports of its own: it starts and stops with Helidon. */
@ApplicationScoped
public class Chat {

    @Inject
    @ConfigProperty(name = "chat.secret")
    String secret;

    @Inject
    @ConfigProperty(name = "chat.host")
    String host;

    @Inject
    @ConfigProperty(name = "chat.websocket-port")
    int webSocketPort;

    @Inject
    @ConfigProperty(name = "chat.http-port")
    int httpPort;

    private GatewayServer gateway;

    public void start(@Observes @Initialized(ApplicationScoped.class) Object event, Greeter greeter) throws IOException {
        PasswordHasher hasher = new PasswordHasher();
        GatewayBuilder builder = GatewayServer.builder()
                .host(host)
                .websocketPort(webSocketPort)
                .httpPort(httpPort)
                .setting("auth.jwt_secret", secret)
                .accounts(UserAccounts.builder()
                        .add("alice", "alice", hasher.hash("secret"), Set.of())
                        .add("bob", "bob", hasher.hash("secret"), Set.of())
                        .build());
        // The class, because the bean is a proxy of it.
        HandlerDefinition.ofMethods(greeter, Greeter.class).forEach(builder::handler);
        gateway = builder.build();
        gateway.start();
    }

    public void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        if (gateway != null) {
            gateway.stop();
        }
    }

    /** For beans that push and kick; asked for at their first call, when the gateway runs. */
    @Produces
    @ApplicationScoped
    public Sessions sessions() {
        return gateway.sessions();
    }
}
