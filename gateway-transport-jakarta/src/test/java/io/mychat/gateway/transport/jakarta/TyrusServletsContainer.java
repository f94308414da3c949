package io.mychat.gateway.transport.jakarta;

import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerContainer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.glassfish.tyrus.servlet.TyrusServletContainerInitializer;

/** Tyrus behind servlets, as Payara and GlassFish have it; the servlets are Tomcat's. */
final class TyrusServletsContainer implements TestContainer {

    /** Tyrus buffers a frame until it is whole, with what arrives behind it in the same read. */
    private static final String INCOMING_BYTES = Integer.toString(512 * 1024);

    private final Tomcat tomcat = new Tomcat();

    @Override
    public InetSocketAddress start(JakartaMount mount, HostParts host) throws Exception {
        tomcat.setBaseDir(Files.createDirectories(Path.of("target", "tyrus-servlets"))
                .toAbsolutePath()
                .toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.setSilent(true);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", null);
        context.addParameter("org.glassfish.tyrus.servlet.incoming-buffer-size", INCOMING_BYTES);
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        context.addServletContainerInitializer(
                (classes, servlets) -> {
                    servlets.addFilter("writes", new TyrusWrites()).addMappingForUrlPatterns(null, false, "/*");
                    // It does nothing without a class of the application, such as an endpoint of the gateway's jar.
                    new TyrusServletContainerInitializer().onStartup(new HashSet<>(Set.of(Endpoint.class)), servlets);
                    mount.addTo(servlets);
                    host.servlets(servlets);
                    try {
                        host.endpoints((ServerContainer) servlets.getAttribute(Container.WEBSOCKET));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                Set.of());
        tomcat.start();
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort());
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
