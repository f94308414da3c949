package io.mychat.gateway.standalone;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import java.nio.file.Path;

/** A gateway with what its installation has beside the configuration. */
final class InstalledGateway {

    /** The directory of plug-ins, where {@code plugins.directory} names none; {@code bin/gateway} sets it. */
    private static final String PLUGINS = "MYCHAT_PLUGINS";

    /** False: classes need not be loaded ahead; {@code bin/gateway} sets it when it has an archive of them. */
    private static final String PRELOAD = "mychat.preload";

    private InstalledGateway() {}

    static GatewayBuilder builder() {
        GatewayBuilder builder = GatewayServer.builder();
        String plugins = System.getenv(PLUGINS);
        return plugins == null || plugins.isBlank() ? builder : builder.pluginDirectory(Path.of(plugins));
    }

    /** Loads the classes of a start on a second processor, while this one reads the command line and the configuration. */
    static void preload() {
        if (Runtime.getRuntime().availableProcessors() > 1
                && Boolean.parseBoolean(System.getProperty(PRELOAD, "true"))) {
            Thread thread = new Thread(InstalledGateway::load, "gateway-preload");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void load() {
        try {
            GatewayServer.builder().preload();
        } catch (RuntimeException | LinkageError e) {
            // The start meets the same fault, and reports it.
        }
    }
}
