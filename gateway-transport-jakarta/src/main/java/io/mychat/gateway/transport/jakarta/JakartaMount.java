package io.mychat.gateway.transport.jakarta;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.transport.jakarta.http.ApiServlet;
import io.mychat.gateway.transport.jakarta.http.Endpoint;
import io.mychat.gateway.transport.jakarta.websocket.Connections;
import io.mychat.gateway.transport.jakarta.websocket.GatewayEndpoint;
import io.mychat.gateway.transport.jakarta.websocket.HandshakeConfigurator;
import io.mychat.gateway.transport.jakarta.websocket.HandshakeServlet;
import io.mychat.gateway.transport.jakarta.websocket.KnownEndpoint;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Mounts a gateway in the Jakarta container of a host application, which owns ports, TLS and threads, beside the host's
 * own servlets and endpoints. The container may run before the gateway starts and after it stops: then handshakes and
 * requests get 503.
 *
 * <pre>{@code
 * JakartaMount mount = new JakartaMount();
 * GatewayServer gateway = GatewayServer.builder().config(file).module(mount).build();
 * // while the container starts, such as in a ServletContainerInitializer:
 * mount.addTo(servletContext);
 * }</pre>
 *
 * <p>Needs Jakarta Servlet 6.0 and Jakarta WebSocket 2.1, of Tomcat 10.1, Jetty 12.0 or Payara 6, or newer. A container without
 * servlets gets the {@linkplain #endpoint endpoint}, with fewer {@linkplain
 * io.mychat.gateway.spi.transport.TransportCapability capabilities}.
 *
 * <p>The gateway sees a connection from its first request on. What concerns a TCP connection before its request is the
 * host's to set: their number, the size and time of request heads, TLS.
 *
 * <p>Thread-safe. It serves one running gateway at a time.
 *
 * @since 0.1.0
 */
public final class JakartaMount implements ModuleProvider {

    /** The name of the servlet for handshakes. */
    public static final String WEBSOCKET_SERVLET = "mychat-websocket";
    /** The name of the servlet for the HTTP API. */
    public static final String API_SERVLET = "mychat-api";
    /** The name of the servlet for the calls of operators, on a port of its own. */
    public static final String MANAGEMENT_SERVLET = "mychat-management";

    private static final String WEBSOCKET_PATH = "/ws";
    private static final String API_PATHS = "/api/*";
    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)*");

    private final MountPoint<Connections> webSockets = new MountPoint<>();
    private final MountPoint<Endpoint> api = new MountPoint<>();
    private final MountPoint<Endpoint> management = new MountPoint<>();
    private final KnownEndpoint known = new KnownEndpoint();
    private volatile Container container = Container.OTHER;

    /** A mount for one gateway. */
    public JakartaMount() {}

    /**
     * Adds the servlets of the WebSocket, at {@code /ws}, and of the HTTP API, at {@code /api/*}, below the context's
     * path. Called while the context starts. In a container with Tyrus, such as Payara, it adds an endpoint, too, at
     * {@code /mychat-websocket}, which answers clients with 403. Each module on the class path that has {@linkplain
     * ModuleProvider#pages() pages} for operators gets their paths: {@code /console/*} with gateway-console.
     *
     * @throws IllegalStateException when the context has started, or has servlets of these names
     */
    public void addTo(ServletContext context) {
        addTo(context, "");
    }

    /**
     * As {@link #addTo(ServletContext)}, below a path of the context, such as {@code /chat} for {@code /chat/ws} and
     * {@code /chat/api/*}.
     *
     * @param prefix begins with a slash and ends with none; empty: the context's own path
     * @throws IllegalArgumentException when the prefix is no such path
     */
    public void addTo(ServletContext context, String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "The path of the gateway must be empty, or like /chat: begin with a slash,"
                            + " end with none, and have only letters, digits and . _ ~ -");
        }
        container = Container.of(context);
        if (container == Container.TYRUS_SERVLETS) {
            addEndpoint(context, prefix + "/" + WEBSOCKET_SERVLET);
        }
        add(context, WEBSOCKET_SERVLET, webSocketServlet(), prefix + WEBSOCKET_PATH);
        add(context, API_SERVLET, new ApiServlet(api::content, prefix), apiPaths(prefix));
    }

    /**
     * Adds the servlet of {@link #managementServlet()}, at {@code /api/*} and at the paths of pages for operators, to a
     * context on another port. Called while that context starts.
     *
     * @throws IllegalStateException when the context has started, or has a servlet of this name
     */
    public void addManagementTo(ServletContext context) {
        add(context, MANAGEMENT_SERVLET, managementServlet(), apiPaths(""));
    }

    private void addEndpoint(ServletContext context, String path) {
        try {
            known.addTo((ServerContainer) context.getAttribute(Container.WEBSOCKET), path);
        } catch (DeploymentException e) {
            throw new IllegalStateException("The container does not take the endpoint " + path, e);
        }
    }

    /** The API, and the pages of modules, which {@link ApiServlet} passes on like calls of the API. */
    private static String[] apiPaths(String prefix) {
        List<String> paths = new ArrayList<>(List.of(prefix + API_PATHS));
        for (String path : PagePaths.find()) {
            paths.add(prefix + path + "/*");
        }
        return paths.toArray(new String[0]);
    }

    private static void add(ServletContext context, String name, HttpServlet servlet, String... paths) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        if (registration == null) {
            throw new IllegalStateException("The servlet context already has a servlet named " + name);
        }
        registration.setAsyncSupported(true);
        registration.setLoadOnStartup(1);
        Set<String> taken = registration.addMapping(paths);
        if (!taken.isEmpty()) {
            throw new IllegalStateException("Another servlet of the host has the path " + String.join(", ", taken)
                    + ": choose a path for the gateway");
        }
    }

    /** Answers the handshakes of clients. For an exact path. A container with Tyrus needs {@link #addTo} in its place. */
    public HttpServlet webSocketServlet() {
        return new HandshakeServlet(webSockets::content, known);
    }

    /**
     * The HTTP API, for the paths {@code /api/*}, and those of pages for operators, such as {@code /console/*}. Registered with support of asynchronous requests, a slow client and a
     * pending answer hold no thread of the container.
     */
    public HttpServlet apiServlet() {
        return new ApiServlet(api::content, "");
    }

    /**
     * The calls and pages for operators, for the paths {@code /api/*} and such as {@code /console/*} of a context on another
     * port. They are here, and not behind
     * {@link #apiServlet()}, when {@code server.management_port} is not 0.
     */
    public HttpServlet managementServlet() {
        return new ApiServlet(management::content, "");
    }

    /**
     * The endpoint for a container without servlets, such as Tyrus on Grizzly. A refused handshake succeeds here, and
     * its session closes at once.
     *
     * @param path its path, such as {@code /ws}
     */
    public ServerEndpointConfig endpoint(String path) {
        container = Container.TYRUS;
        return ServerEndpointConfig.Builder.create(GatewayEndpoint.class, path)
                .configurator(new HandshakeConfigurator(webSockets::content))
                .build();
    }

    @Override
    public String name() {
        return "gateway-transport-jakarta";
    }

    @Override
    public Set<String> sections() {
        return Set.of("jakarta");
    }

    @Override
    public Module configure(ModuleSettings settings) {
        JakartaSettings read = JakartaSettings.read(settings);
        TimeSource time = settings.time();
        return Module.mounted(Set.of(WebSocketTransport.class, HttpTransport.class), services -> {
            MountedWebSockets sockets = webSockets(read, time);
            MountedHttp http = http(read, time);
            services.offer(WebSocketTransport.class, sockets);
            services.offer(HttpTransport.class, http);
            services.offer(MetricSource.class, new JakartaMetrics(sockets, http, read));
        });
    }

    MountedWebSockets webSockets(JakartaSettings settings, TimeSource time) {
        return new MountedWebSockets(webSockets, () -> container, settings, time);
    }

    MountedHttp http(JakartaSettings settings, TimeSource time) {
        return new MountedHttp(api, Optional.of(management), () -> container, settings, time);
    }
}
