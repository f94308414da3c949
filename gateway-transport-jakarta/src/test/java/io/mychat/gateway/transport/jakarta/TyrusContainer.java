package io.mychat.gateway.transport.jakarta;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.servlet.WebappContext;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;
import org.glassfish.tyrus.container.grizzly.server.WebSocketAddOn;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.ServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/**
 * Tyrus on a Grizzly server of our own, because Tyrus's server binds every address. The servlets of Grizzly know nothing
 * of Tyrus, so the WebSocket is an endpoint.
 */
final class TyrusContainer implements TestContainer {

    /** Tyrus buffers a frame until it is whole, with what arrives behind it in the same read. */
    private static final int INCOMING_BYTES = 512 * 1024;

    private final HttpServer server = new HttpServer();

    @Override
    public InetSocketAddress start(JakartaMount mount, HostParts host) throws Exception {
        NetworkListener listener = new NetworkListener("loopback", "127.0.0.1", 0);
        listener.getTransport().setIOStrategy(WorkerThreadIOStrategy.getInstance());
        server.addListener(listener);
        Tyrus tyrus = new Tyrus();
        tyrus.addEndpoint(mount.endpoint("/ws"));
        host.endpoints(tyrus);
        listener.registerAddOn(addOn(tyrus));
        WebappContext context = new WebappContext("mychat", "");
        // Grizzly calls no read and write listeners: its requests are answered on their threads.
        context.addServlet("mychat-api", mount.apiServlet()).addMapping("/api/*");
        host.servlets(context);
        context.deploy(server);
        server.getServerConfiguration().setHttpServerName("");
        server.start();
        tyrus.start("", listener.getPort());
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getPort());
    }

    private static WebSocketAddOn addOn(ServerContainer tyrus) throws ReflectiveOperationException {
        Constructor<WebSocketAddOn> constructor =
                WebSocketAddOn.class.getDeclaredConstructor(ServerContainer.class, String.class);
        constructor.setAccessible(true);
        return constructor.newInstance(tyrus, "/");
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** The engine of Tyrus without a server. */
    private static final class Tyrus extends TyrusServerContainer {

        private final WebSocketEngine engine = TyrusWebSocketEngine.builder(this)
                .incomingBufferSize(INCOMING_BYTES)
                .build();

        Tyrus() {
            super((Set<Class<?>>) null);
        }

        @Override
        public void register(Class<?> endpoint) throws DeploymentException {
            engine.register(endpoint, "");
        }

        @Override
        public void register(ServerEndpointConfig config) throws DeploymentException {
            engine.register(config, "");
        }

        @Override
        public WebSocketEngine getWebSocketEngine() {
            return engine;
        }
    }
}
