package io.mychat.gateway.bench.peer;

import io.mychat.gateway.bench.server.Control;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.websocket.server.WsSci;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Spring's STOMP over WebSocket with the simple broker, in Tomcat; see {@link StompConfiguration}. Argument: I/O threads
 * (of Tomcat's poller there is always one).
 */
public final class StompRelay {

    private static final int BACKLOG = 4096;
    private static final int MOST_CONNECTIONS = 20_000;

    private StompRelay() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("gateway-bench-tomcat");
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("acceptCount", String.valueOf(BACKLOG));
        ((AbstractProtocol<?>) connector.getProtocolHandler()).setMaxConnections(MOST_CONNECTIONS);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", directory.toString());
        context.addServletContainerInitializer(new WsSci(), null);
        AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
        spring.register(StompConfiguration.class, StompController.class);
        Wrapper servlet = Tomcat.addServlet(context, "spring", new DispatcherServlet(spring));
        servlet.setLoadOnStartup(1);
        servlet.addMapping("/");
        directory.toFile().deleteOnExit();
        tomcat.start();
        Control.serve(connector.getLocalPort());
    }
}
