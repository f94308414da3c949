package io.mychat.gateway.attack.address;

import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A gateway behind a trusted proxy at 127.0.0.1, which tells the addresses that it sees. */
final class AddressedGateway implements AutoCloseable {

    static final String PROXY = "127.0.0.1";
    static final String STRANGER = "127.0.0.9";

    private static final String BODY = "{\"username\":\"nobody\",\"password\":\"wrong\",\"platform\":\"web\"}";

    private final BlockingQueue<String> addresses = new LinkedBlockingQueue<>();
    private final LiveGateway gateway;
    private final @Nullable TestCertificates keys;

    AddressedGateway(String source, @Nullable TestCertificates keys) throws IOException {
        this.keys = keys;
        gateway = LiveGateway.start(builder -> {
            builder.setting("security.client_address", source)
                    .setting("security.trusted_proxies", List.of(PROXY))
                    .listener(event -> {
                        if (event instanceof GatewayEvent.ConnectionOpened opened) {
                            addresses.add(opened.ip());
                        } else if (event instanceof GatewayEvent.LoginFailed failed) {
                            addresses.add(failed.ip());
                        }
                    });
            if (keys != null) {
                builder.setting("server.ssl_enabled", true)
                        .setting("server.ssl_cert_path", keys.certificate())
                        .setting("server.ssl_key_path", keys.key());
            }
            return builder;
        });
    }

    /** The address that the gateway has seen next. */
    String seen() throws InterruptedException {
        return Objects.requireNonNull(addresses.poll(10, TimeUnit.SECONDS), "no address was seen");
    }

    /**
     * Shakes hands.
     *
     * @param from the address to connect from
     * @param first what comes in front of everything, TLS too
     * @param headers header lines
     * @return the status line; empty when the connection ended without one
     */
    String handshake(String from, byte[] first, String... headers) throws IOException {
        return ask(
                gateway.webSocketAddress(),
                from,
                first,
                "GET /ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                        + lines(headers) + "\r\n");
    }

    /** As {@link #handshake}, with a login over HTTP that fails. */
    String login(String from, byte[] first, String... headers) throws IOException {
        return ask(
                gateway.server().httpAddress(),
                from,
                first,
                "POST /api/auth/login HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: "
                        + BODY.length() + "\r\n" + lines(headers) + "\r\n" + BODY);
    }

    private static String lines(String... headers) {
        StringBuilder lines = new StringBuilder();
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return lines.toString();
    }

    private String ask(InetSocketAddress to, String from, byte[] first, String request) throws IOException {
        try (Socket tcp = new Socket(to.getAddress(), to.getPort(), InetAddress.getByName(from), 0)) {
            tcp.setSoTimeout(10_000);
            tcp.getOutputStream().write(first);
            Socket socket =
                    keys == null ? tcp : keys.client().getSocketFactory().createSocket(tcp, PROXY, to.getPort(), true);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return line(socket.getInputStream());
        } catch (SocketException | SSLException e) {
            return "";
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
