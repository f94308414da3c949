package io.mychat.gateway.attack.tls;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestAuthority;
import io.mychat.gateway.testkit.TestAuthority.Order;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** A gateway with TLS on both ports and a certificate of a test's authority. */
final class TlsGateway implements AutoCloseable {

    private final LiveGateway gateway;

    TlsGateway(Path directory, TestAuthority authority, String algorithm, UnaryOperator<GatewayBuilder> more)
            throws IOException {
        Path certificate = directory.resolve(algorithm + ".crt");
        Path key = directory.resolve(algorithm + ".key");
        authority
                .issue(Order.server().key(algorithm, algorithm.equals("EC") ? 256 : 2048))
                .write(certificate, key);
        gateway = LiveGateway.start(builder -> more.apply(builder.setting("server.ssl_enabled", true)
                .setting("server.ssl_cert_path", certificate)
                .setting("server.ssl_key_path", key)));
    }

    /** Of WebSocket and HTTP. */
    List<InetSocketAddress> ports() {
        return List.of(gateway.webSocketAddress(), gateway.server().httpAddress());
    }

    @Override
    public void close() {
        gateway.close();
    }
}
