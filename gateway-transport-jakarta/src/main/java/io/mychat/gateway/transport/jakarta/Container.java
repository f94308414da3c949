package io.mychat.gateway.transport.jakarta;

import static io.mychat.gateway.spi.transport.TransportCapability.CLIENT_ADDRESS;
import static io.mychat.gateway.spi.transport.TransportCapability.HANDSHAKE_ANSWERS;
import static io.mychat.gateway.spi.transport.TransportCapability.HTTP_STREAMING;
import static io.mychat.gateway.spi.transport.TransportCapability.READ_SUSPENSION;

import io.mychat.gateway.spi.transport.TransportCapability;
import jakarta.servlet.ServletContext;
import java.util.Locale;
import java.util.Set;

/** What the containers give that have been tried. The contract suite proves it, and writes the table of the docs. */
enum Container {
    /** Apache Tomcat, through servlets. Its sessions can stop reading. */
    TOMCAT("Tomcat"),
    /** Eclipse Jetty, through servlets. */
    JETTY("Jetty"),
    /** Eclipse Tyrus behind the servlets of its container, such as Payara and GlassFish. */
    TYRUS_SERVLETS("Tyrus with servlets"),
    /**
     * A container without servlets, through the endpoint: Eclipse Tyrus on Grizzly. A handshake whose client it does not
     * name is refused, so every connection has its address.
     */
    TYRUS("Tyrus on Grizzly"),
    /** Another container with servlets. */
    OTHER("another container");

    /** The attribute of a servlet context with its {@code ServerContainer}. */
    static final String WEBSOCKET = "jakarta.websocket.server.ServerContainer";

    private final String label;

    Container(String label) {
        this.label = label;
    }

    /** The container behind a servlet context. */
    static Container of(ServletContext context) {
        Object webSocket = context.getAttribute(WEBSOCKET);
        if (webSocket != null && webSocket.getClass().getName().startsWith("org.glassfish.tyrus.")) {
            return TYRUS_SERVLETS; // a container can have another server's name
        }
        String server = String.valueOf(context.getServerInfo()).toLowerCase(Locale.ROOT);
        if (server.contains("tomcat")) {
            return TOMCAT;
        }
        return server.contains("jetty") ? JETTY : OTHER;
    }

    /** The name in documents. */
    String label() {
        return label;
    }

    Set<TransportCapability> capabilities() {
        return switch (this) {
            case TOMCAT -> Set.of(CLIENT_ADDRESS, HANDSHAKE_ANSWERS, READ_SUSPENSION, HTTP_STREAMING);
            case JETTY, TYRUS_SERVLETS, OTHER -> Set.of(CLIENT_ADDRESS, HANDSHAKE_ANSWERS, HTTP_STREAMING);
            case TYRUS -> Set.of(CLIENT_ADDRESS);
        };
    }
}
