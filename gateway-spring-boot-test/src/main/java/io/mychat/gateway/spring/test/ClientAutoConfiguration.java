package io.mychat.gateway.spring.test;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spring.GatewayAutoConfiguration;
import io.mychat.gateway.test.LiveGateway;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Clients of the gateway in a running application, for {@link AutoConfigureGatewayClient}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = GatewayAutoConfiguration.class)
public class ClientAutoConfiguration {

    /** Called by Spring Boot. */
    public ClientAutoConfiguration() {}

    /** Asked for when the ports are known. */
    @Bean(destroyMethod = "") // Spring stops the gateway
    @Lazy
    LiveGateway liveGateway(ObjectProvider<GatewayServer> gateway, Environment environment) {
        GatewayServer server = gateway.getObject();
        if (!server.webSocketAddress().isUnresolved()) {
            return LiveGateway.around(server);
        }
        int port = environment.getRequiredProperty("local.server.port", Integer.class);
        String path = environment.getProperty("server.servlet.context-path", "")
                + environment.getProperty("mychat.boot.path", "");
        return LiveGateway.around(
                server,
                URI.create("ws://127.0.0.1:" + port + path + "/ws"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
}
