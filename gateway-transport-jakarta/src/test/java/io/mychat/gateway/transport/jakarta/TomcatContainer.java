package io.mychat.gateway.transport.jakarta;

import jakarta.websocket.server.ServerContainer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.Constants;
import org.apache.tomcat.websocket.server.WsSci;

/** Embedded Tomcat. */
final class TomcatContainer implements TestContainer {

    private final Tomcat tomcat = new Tomcat();

    @Override
    public InetSocketAddress start(JakartaMount mount, HostParts host) throws Exception {
        tomcat.setBaseDir(base().toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.setSilent(true);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", null);
        // Tomcat runs no filter, and so none of a host's own endpoints, where no servlet is.
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        context.addServletContainerInitializer(new WsSci(), Set.of());
        context.addServletContainerInitializer(
                (classes, servletContext) -> {
                    mount.addTo(servletContext);
                    host.servlets(servletContext);
                    try {
                        host.endpoints((ServerContainer)
                                servletContext.getAttribute(Constants.SERVER_CONTAINER_SERVLET_CONTEXT_ATTRIBUTE));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                Set.of());
        tomcat.start();
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort());
    }

    private static Path base() throws IOException {
        Path base = Path.of("target", "tomcat");
        return Files.createDirectories(base).toAbsolutePath();
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }
}
