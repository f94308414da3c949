package io.mychat.gateway.transport.jakarta;

import jakarta.servlet.ServletContext;
import jakarta.websocket.server.ServerContainer;
import java.net.InetSocketAddress;

/** A container on a free port of the loopback address, with a mount and the host's own parts in it. */
interface TestContainer extends AutoCloseable {

    /** What a host has of its own: called while the container starts. */
    interface HostParts {

        HostParts NONE = new HostParts() {};

        default void servlets(ServletContext context) {}

        default void endpoints(ServerContainer container) throws Exception {}
    }

    InetSocketAddress start(JakartaMount mount, HostParts host) throws Exception;

    @Override
    void close();

    /** The containers of the suites. Those of a JVM are started once, and end with it. */
    enum Kind {
        TOMCAT,
        JETTY,
        TYRUS_SERVLETS,
        TYRUS;

        TestContainer create() {
            return switch (this) {
                case TOMCAT -> new TomcatContainer();
                case JETTY -> new JettyContainer();
                case TYRUS_SERVLETS -> new TyrusServletsContainer();
                case TYRUS -> new TyrusContainer();
            };
        }
    }
}
