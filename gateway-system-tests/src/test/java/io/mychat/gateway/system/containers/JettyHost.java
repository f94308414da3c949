package io.mychat.gateway.system.containers;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.transport.jakarta.JakartaMount;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;

/** The Jetty of the README. */
final class JettyHost {

    private JettyHost() {}

    static Server start(GatewayServer gateway, JakartaMount mount, int port) throws Exception {
        // snippet: jetty
        Server jetty = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        ServletContextHandler context = new ServletContextHandler("/");
        JakartaWebSocketServletContainerInitializer.configure(context, (servlets, container) -> mount.addTo(servlets));
        jetty.setHandler(context);
        jetty.start();
        gateway.start();
        // end
        return jetty;
    }
}
