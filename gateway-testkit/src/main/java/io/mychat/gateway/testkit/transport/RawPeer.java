package io.mychat.gateway.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

/**
 * A {@link Peer} on a socket. It reads only during its calls.
 *
 * @since 0.1.0
 */
public final class RawPeer implements Peer {

    private final RawClient client;
    private boolean responsive = true;

    private RawPeer(RawClient client) {
        this.client = client;
    }

    /** Connects and does the handshake. */
    public static RawPeer connect(InetSocketAddress address) throws IOException {
        return new RawPeer(RawClient.open(address));
    }

    /** Does the handshake on a connected socket, such as one with TLS, and owns it from then on. */
    public static RawPeer open(Socket socket) throws IOException {
        return new RawPeer(RawClient.open(socket));
    }

    @Override
    public void send(String text) throws IOException {
        client.text(text);
    }

    @Override
    public void ping() throws IOException {
        client.write(RawClient.frame(RawClient.PING, ""));
    }

    @Override
    public String receive() throws IOException {
        RawClient.Frame frame = nextButPongs();
        assertThat(frame.opcode()).as("a text").isEqualTo(RawClient.TEXT);
        return frame.text();
    }

    @Override
    public int closeCode() throws IOException {
        try {
            RawClient.Frame frame = nextButPongs();
            while (frame.opcode() != RawClient.CLOSE) {
                frame = nextButPongs();
            }
            if (responsive) {
                client.write(RawClient.frame(0x80 | RawClient.CLOSE, frame.payload()));
                // The server ends the TCP connection first, then the client closes its side.
                client.seesEnd();
                client.close();
            }
            return frame.closeCode();
        } catch (EOFException | SocketException | SSLException e) {
            return 1006;
        }
    }

    private RawClient.Frame nextButPongs() throws IOException {
        RawClient.Frame frame = client.read();
        while (frame.opcode() == RawClient.PING || frame.opcode() == RawClient.PONG) {
            if (frame.opcode() == RawClient.PING) {
                client.write(RawClient.frame(0x80 | RawClient.PONG, frame.payload()));
            }
            frame = client.read();
        }
        return frame;
    }

    @Override
    public void close(int code) throws IOException {
        responsive = false;
        client.write(RawClient.frame(
                0x80 | RawClient.CLOSE,
                ByteBuffer.allocate(2).putShort((short) code).array()));
    }

    @Override
    public void stopReading() {}

    @Override
    public void startReading() {}

    @Override
    public void becomeUnresponsive() {
        responsive = false;
    }

    @Override
    public void vanish() throws IOException {
        client.close();
    }
}
