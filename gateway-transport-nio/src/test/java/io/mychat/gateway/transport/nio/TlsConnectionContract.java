package io.mychat.gateway.transport.nio;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import io.mychat.gateway.testkit.TestCertificates;
import io.mychat.gateway.testkit.transport.ConnectionContract;
import io.mychat.gateway.testkit.transport.Peer;
import io.mychat.gateway.testkit.transport.RawPeer;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.tls.ServerTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.io.TempDir;

/** A connection keeps all its promises with TLS too. */
@SuppressWarnings("NullAway.Init") // each class makes its keys first
abstract class TlsConnectionContract extends ConnectionContract {

    @TempDir
    static Path directory;

    private static ServerTls server;
    private static SSLContext client;

    static void makeKeys(String provider) throws Exception {
        client = TestCertificates.forLoopback(directory).client();
        MapSection section = new MapSection(
                new NioModuleProvider(),
                "server",
                Map.of("ssl_enabled", true, "ssl_cert_path", "cert.pem", "ssl_key_path", "key.pem"));
        TransportSettings settings = TransportSettings.read(section.in(
                directory,
                new ManualTime(),
                new MapSection(new NioModuleProvider(), "tls", Map.of("provider", provider))));
        server = Objects.requireNonNull(settings.tls());
    }

    @Override
    protected WebSocketTransport transport(TimeSource time) {
        return Transports.webSocket(time, server);
    }

    @Override
    protected Peer connect(InetSocketAddress address) throws IOException {
        return RawPeer.open(client.getSocketFactory().createSocket(address.getAddress(), address.getPort()));
    }
}
