package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ConfigFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Binds each address that a gateway would listen on for a moment. A port that another process has is a warning: usually
 * it is the gateway that runs with the configuration that is checked.
 */
final class BindCheck {

    private static final String HOST = "$.server.host";

    private final String file;
    private final Consumer<ConfigFault> faults;
    private final Consumer<ConfigFault> warnings;

    /** A port of the configuration, and the name of its key. */
    record Port(String key, int number) {}

    /** @param file the name of the configuration in faults */
    BindCheck(String file, Consumer<ConfigFault> faults, Consumer<ConfigFault> warnings) {
        this.file = file;
        this.faults = faults;
        this.warnings = warnings;
    }

    void check(String host, List<Port> ports) {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            faults.accept(new ConfigFault(file, HOST, "is no address, and no name that can be resolved"));
            return;
        }
        try {
            bind(address, 0);
        } catch (IOException e) {
            faults.accept(new ConfigFault(file, HOST, "is no address of this machine (" + e.getMessage() + ")"));
            return;
        }
        ports.forEach(port -> check(address, port));
    }

    private void check(InetAddress address, Port port) {
        String path = "$.server." + port.key();
        try {
            bind(address, port.number());
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.toLowerCase(Locale.ROOT).contains("permission denied")) {
                faults.accept(new ConfigFault(file, path, "may not be bound by this user (" + reason + ")"));
            } else {
                warnings.accept(new ConfigFault(
                        file, path, "cannot be bound at this moment, perhaps as a gateway runs (" + reason + ")"));
            }
        }
    }

    private static void bind(InetAddress address, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
        }
    }
}
