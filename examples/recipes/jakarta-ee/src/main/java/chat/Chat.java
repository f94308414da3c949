package chat;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.auth.UserAccounts;
import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.transport.jakarta.JakartaMount;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.util.Set;

/** The gateway of this application, on the server's port. {@link ChatListener} starts and stops it. */
@ApplicationScoped
public class Chat {

    @Inject
    Greeter greeter;

    private GatewayServer gateway;

    public void start(ServletContext context, String secret) throws IOException {
        JakartaMount mount = new JakartaMount();
        mount.addTo(context);
        PasswordHasher hasher = new PasswordHasher();
        GatewayBuilder builder = GatewayServer.builder()
                .module(mount)
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

    public void stop() {
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
