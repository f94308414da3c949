package chat;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.auth.UserAccounts;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.session.Sessions;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

/** The gateway of this application, on ports of its own. {@link ChatLifecycle} starts it. */
@Factory
final class Chat {

    /** Micronaut stops it with the other beans. */
    @Singleton
    @Bean(preDestroy = "stop")
    GatewayServer gateway(
            Greeter greeter,
            @Value("${chat.secret}") String secret,
            @Value("${chat.host}") String host,
            @Value("${chat.websocket-port}") int webSocketPort,
            @Value("${chat.http-port}") int httpPort) {
        PasswordHasher hasher = new PasswordHasher();
        return GatewayServer.builder()
                .host(host)
                .websocketPort(webSocketPort)
                .httpPort(httpPort)
                .setting("auth.jwt_secret", secret)
                .accounts(UserAccounts.builder()
                        .add("alice", "alice", hasher.hash("secret"), Set.of())
                        .add("bob", "bob", hasher.hash("secret"), Set.of())
                        .build())
                .handlers(greeter)
                .build();
    }

    /** For beans that push and kick. The gateway has handlers, and handlers have this: so it asks for the gateway when it is called. */
    @Singleton
    Sessions sessions(Provider<GatewayServer> gateway) {
        return (Sessions) Proxy.newProxyInstance(
                Sessions.class.getClassLoader(), new Class<?>[] {Sessions.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(gateway.get().sessions(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
