package io.mychat.gateway.bench.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port for libraries that do not say which one they got. */
final class FreePort {

    private FreePort() {}

    static int find() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }
}
