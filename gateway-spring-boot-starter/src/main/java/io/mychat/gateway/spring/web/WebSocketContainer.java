package io.mychat.gateway.spring.web;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Locale;
import java.util.Set;
import org.springframework.util.ClassUtils;

/**
 * Switches on the WebSocket of an embedded container. Spring Boot does so only with its own module for WebSocket, and an
 * embedded container does not look for it.
 */
final class WebSocketContainer {

    private static final String ATTRIBUTE = "jakarta.websocket.server.ServerContainer";
    /** Does nothing where the container has its WebSocket already. */
    private static final String TOMCAT = "org.apache.tomcat.websocket.server.WsContextListener";

    private static final Set<String> JETTY = Set.of(
            "org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer",
            "org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer");

    private WebSocketContainer() {}

    static void ensure(ServletContext context) throws ServletException {
        if (context.getAttribute(ATTRIBUTE) != null) {
            return;
        }
        ClassLoader loader = WebSocketContainer.class.getClassLoader();
        String server = String.valueOf(context.getServerInfo()).toLowerCase(Locale.ROOT);
        if (server.contains("tomcat") && ClassUtils.isPresent(TOMCAT, loader)) {
            context.addListener(TOMCAT);
        } else if (server.contains("jetty")) {
            for (String name : JETTY) {
                if (ClassUtils.isPresent(name, loader)) {
                    initialize(name, loader, context);
                    return;
                }
            }
        }
    }

    private static void initialize(String name, ClassLoader loader, ServletContext context) throws ServletException {
        try {
            ServletContainerInitializer initializer = (ServletContainerInitializer)
                    ClassUtils.forName(name, loader).getConstructor().newInstance();
            initializer.onStartup(Set.of(), context);
        } catch (ReflectiveOperationException e) {
            throw new ServletException("The WebSocket of the container cannot be switched on: " + name, e);
        }
    }
}
