package io.mychat.gateway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SocketChannelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void textAndCloseCodeGoThroughASocket() throws Exception {
        try (Gateway gateway = new Gateway()) {
            TestClient client = TestClient.connect(gateway.uri(), Map.of("X-Forwarded-For", "192.0.2.1"));

            client.sendRaw("{\"cmd_id\":3001}");

            assertThat(client.next(3001).data().isObject()).isTrue();
            assertThat(client.closeCode()).isEqualTo(4410);
            assertThat(gateway.handshake()).contains("X-Forwarded-For: 192.0.2.1");
            client.sendRaw("nobody hears this");
            client.close();
        }
    }

    @Test
    void aGatewayThatIsNotThereIsAFailure() throws Exception {
        URI gone;
        try (Gateway gateway = new Gateway()) {
            gone = gateway.uri();
        }

        assertThatThrownBy(() -> SocketChannel.connect(gone, Map.of(), PATIENCE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(gone.toString());
    }

    /** Accepts one WebSocket, sends its first short message back and closes with 4410. */
    private static final class Gateway implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final CompletableFuture<String> handshake = new CompletableFuture<>();

        Gateway() throws IOException {
            Thread thread = new Thread(this::serve, "gateway");
            thread.setDaemon(true);
            thread.start();
        }

        URI uri() {
            return URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/ws");
        }

        String handshake() throws Exception {
            return handshake.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() throws IOException {
            server.close();
        }

        private void serve() {
            try (Socket socket = server.accept();
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    OutputStream out = socket.getOutputStream()) {
                String request = readHead(in);
                handshake.complete(request);
                String key = request.replaceAll("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
                byte[] digest = MessageDigest.getInstance("SHA-1")
                        .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
                out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: "
                                + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n")
                        .getBytes(UTF_8));
                byte[] text = readShortFrame(in);
                out.write(0x81);
                out.write(text.length);
                out.write(text);
                out.write(new byte[] {(byte) 0x88, 2, 4410 >> 8, (byte) 4410});
                out.flush();
                readShortFrame(in);
            } catch (Exception e) {
                handshake.completeExceptionally(e);
            }
        }

        private static String readHead(DataInputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) in.readUnsignedByte());
            }
            return head.toString();
        }

        private static byte[] readShortFrame(DataInputStream in) throws IOException {
            in.readUnsignedByte();
            byte[] payload = new byte[in.readUnsignedByte() & 0x7F];
            byte[] mask = in.readNBytes(4);
            in.readFully(payload);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            return payload;
        }
    }
}
