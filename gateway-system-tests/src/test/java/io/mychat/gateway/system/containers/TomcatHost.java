package io.mychat.gateway.system.containers;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.transport.jakarta.JakartaMount;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** The Tomcat of the README: a gateway in ten lines. */
final class TomcatHost {

    private TomcatHost() {}

    static Tomcat start(GatewayServer gateway, JakartaMount mount, int port) throws Exception {
        // snippet: tomcat
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir("target/tomcat");
        tomcat.setPort(port);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", null);
        context.addServletContainerInitializer(new WsSci(), Set.of());
        context.addServletContainerInitializer((classes, servlets) -> mount.addTo(servlets), Set.of());
        tomcat.start();
        gateway.start();
        // end
        return tomcat;
    }
}
