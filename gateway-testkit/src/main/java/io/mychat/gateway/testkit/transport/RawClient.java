package io.mychat.gateway.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A client that sends exactly the bytes of a test. Reads wait for ten seconds. Used by one thread at a time.
 *
 * @since 0.1.0
 */
public final class RawClient implements AutoCloseable {

    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;
    private static final byte[] MASK = {0x11, (byte) 0xA2, 0x33, 0x74};

    /**
     * One frame from the server.
     *
     * @param fin whether a message came in one frame; the payload is whole in any case
     */
    public record Frame(boolean fin, int opcode, byte[] payload) {

        /** The payload as text. */
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The code of a close frame; 1005 without one. */
        public int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    /** Whether texts are sent compressed, and messages may arrive so (RFC 7692). */
    private boolean compresses;
    /** Whether the message that is being read is compressed. */
    private boolean compressed;
    /** A message whose last frame has not arrived. */
    private @Nullable Frame begun;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    /** Connects without a handshake. */
    public static RawClient connect(InetSocketAddress address) throws IOException {
        return new RawClient(new Socket(address.getAddress(), address.getPort()));
    }

    /** Uses a connected socket and owns it from then on. */
    public static RawClient of(Socket socket) throws IOException {
        return new RawClient(socket);
    }

    /** Connects and does the handshake. */
    public static RawClient open(InetSocketAddress address) throws IOException {
        return open(new Socket(address.getAddress(), address.getPort()));
    }

    /** Does the handshake on a connected socket, such as one with TLS, and owns it from then on. */
    public static RawClient open(Socket socket) throws IOException {
        RawClient client = new RawClient(socket);
        client.write(handshake("/ws"));
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        return client;
    }

    /**
     * Does the handshake on a connected socket, agrees on permessage-deflate (RFC 7692), and owns the socket from then on.
     * Texts are then sent compressed, and messages are returned as they were before their compression.
     *
     * @param offer the parameters of the offer, such as {@code ; server_max_window_bits=9}
     */
    public static RawClient openCompressing(Socket socket, String offer) throws IOException {
        RawClient client = new RawClient(socket);
        client.write(handshake("/ws", "Sec-WebSocket-Extensions: permessage-deflate" + offer));
        assertThat(client.readHead())
                .startsWith("HTTP/1.1 101 ")
                .containsIgnoringCase("\r\nsec-websocket-extensions: permessage-deflate;");
        client.compresses = true;
        return client;
    }

    /** The handshake of RFC 6455 section 1.2 with further header lines. */
    public static String handshake(String path, String... more) {
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Version: 13\r\n");
        for (String line : more) {
            head.append(line).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** Sends these characters, one byte each. */
    public void write(String ascii) throws IOException {
        write(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends these bytes. */
    public void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends a text message in one frame. */
    public void text(String text) throws IOException {
        write(
                compresses
                        ? frame(0xC0 | TEXT, Compression.deflate(text.getBytes(StandardCharsets.UTF_8)))
                        : frame(TEXT, text));
    }

    /** The socket, for ending it in unusual ways. */
    public Socket socket() {
        return socket;
    }

    /** Reads up to the empty line. */
    public String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** Reads the next bytes. */
    public byte[] bytes(int count) throws IOException {
        return in.readNBytes(count);
    }

    /** Reads up to the end. */
    public byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    /** Reads the next control frame or the next whole message; fails when a server must not send it. */
    public Frame read() throws IOException {
        while (true) {
            Frame frame = readFrame();
            if (frame.opcode() >= CLOSE) {
                return frame;
            }
            if (begun == null) {
                assertThat(frame.opcode()).as("the first frame of a message").isNotZero();
                if (frame.fin()) {
                    return inflated(frame);
                }
                begun = frame;
            } else {
                assertThat(frame.opcode()).as("a continuation").isZero();
                begun = new Frame(false, begun.opcode(), join(begun.payload(), frame.payload()));
                if (frame.fin()) {
                    Frame whole = begun;
                    begun = null;
                    return inflated(whole);
                }
            }
        }
    }

    /** Whether the last message arrived compressed. */
    public boolean wasCompressed() {
        return compressed;
    }

    private Frame inflated(Frame message) {
        return compressed
                ? new Frame(message.fin(), message.opcode(), Compression.inflate(message.payload()))
                : message;
    }

    private Frame readFrame() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        assertThat(second & 0x80).as("a server's frame is not masked (5.1)").isZero();
        boolean mayBeCompressed = compresses && (first & 0x0F) > 0 && (first & 0x0F) < CLOSE;
        assertThat(first & (mayBeCompressed ? 0x30 : 0x70)).as("reserved bits").isZero();
        if ((first & 0x0F) > 0 && (first & 0x0F) < CLOSE) {
            compressed = (first & 0x40) != 0;
        }
        long length = second & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
            assertThat(length).as("minimal length").isGreaterThan(125);
        } else if (length == 127) {
            length = in.readLong();
            assertThat(length).as("minimal length").isGreaterThan(65535);
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return new Frame((first & 0x80) != 0, first & 0x0F, payload);
    }

    /** Reads the next frame or message; fails unless it is a text. */
    public String readText() throws IOException {
        Frame frame = read();
        assertThat(frame.opcode()).isEqualTo(TEXT);
        return frame.text();
    }

    /** Skips all frames up to the close frame and returns its code. */
    public int readCloseCode() throws IOException {
        Frame frame = read();
        while (frame.opcode() != CLOSE) {
            frame = read();
        }
        return frame.closeCode();
    }

    /** Whether the server ends the TCP connection; further bytes are skipped. */
    public boolean seesEnd() throws IOException {
        try {
            while (in.read() >= 0) {
                // skips the rest
            }
            return true;
        } catch (EOFException | SocketException | SSLException e) {
            return true;
        }
    }

    /** A complete masked frame. */
    public static byte[] frame(int opcode, String text) {
        return frame(0x80 | opcode, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A masked frame with this first byte. */
    public static byte[] frame(int first, byte[] payload) {
        byte[] header = header(first, payload.length);
        byte[] frame = Arrays.copyOf(header, header.length + payload.length);
        for (int i = 0; i < payload.length; i++) {
            frame[header.length + i] = (byte) (payload[i] ^ MASK[i & 3]);
        }
        return frame;
    }

    /** The header of a masked frame, including its key. */
    public static byte[] header(int first, long length) {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) first);
        if (length < 126) {
            header.put((byte) (0x80 | length));
        } else if (length < 65536) {
            header.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            header.put((byte) (0x80 | 127)).putLong(length);
        }
        header.put(MASK);
        return Arrays.copyOf(header.array(), header.position());
    }

    /** A masked close frame. */
    public static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return frame(
                0x88,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    /** Joins byte arrays. */
    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
