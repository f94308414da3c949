package io.mychat.gateway.bench.client;

import io.mychat.gateway.bench.client.dialect.Dialect;
import io.mychat.gateway.bench.client.dialect.Dialects;
import io.mychat.gateway.bench.client.dialect.Greeting;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** One client: connects, upgrades, logs in if it has a login, and then counts replies. Not thread-safe. */
final class Client {

    private static final byte[] NOTHING = {};

    /** Handles the text frames after the login. */
    interface Texts {
        /** Handles the text between two positions; returns the number of replies that it counts as. */
        int accept(Client client, byte[] bytes, int from, int to) throws IOException;
    }

    private enum State {
        CONNECTING,
        UPGRADING,
        LOGGING_IN,
        READY
    }

    private final Dialect dialect;
    private final Greeting greeting;
    private final SocketChannel channel;
    private final Wire wire;
    private final SelectionKey key;
    private final long startedAt = System.nanoTime();
    private State state = State.CONNECTING;
    private byte[] rest = NOTHING;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(0);
    private long readyAt;

    /** A server, and what is said to it. */
    record Destination(int port, Dialect dialect, Function<SocketChannel, Wire> wires) {}

    /** A client of a gateway without TLS, whose login is this text. */
    static Client plain(int port, String login, Selector selector) throws IOException {
        Dialect gateway = Dialects.GATEWAY.dialect();
        return new Client(new Destination(port, gateway, Wire::plain), gateway.greeting(0, login), selector);
    }

    Client(Destination to, Greeting greeting, Selector selector) throws IOException {
        this.dialect = to.dialect();
        this.greeting = greeting;
        this.channel = SocketChannel.open();
        this.wire = to.wires().apply(channel);
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        if (channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to.port()))) {
            connected();
        }
    }

    boolean isReady() {
        return state == State.READY;
    }

    /** From the first packet to the end of the login. */
    long nanosToReady() {
        return readyAt - startedAt;
    }

    /** When its login ended, by {@link System#nanoTime()}. */
    long readyAt() {
        return readyAt;
    }

    /**
     * The socket can be connected or read.
     *
     * @param buffer a work buffer
     * @return the number of received replies
     */
    int attend(byte[] buffer, Texts texts) throws IOException {
        if (state == State.CONNECTING) {
            if (channel.finishConnect()) {
                connected();
            }
            return 0;
        }
        System.arraycopy(rest, 0, buffer, 0, rest.length);
        int count = wire.read(ByteBuffer.wrap(buffer, rest.length, buffer.length - rest.length));
        if (count < 0) {
            throw new EOFException("the server closed a connection");
        }
        int to = rest.length + count;
        int at = state == State.UPGRADING ? upgrade(buffer, to) : 0;
        int replies = 0;
        while (state != State.UPGRADING) {
            int length = Frames.length(buffer, at, to);
            if (length < 0 || to - at < length) {
                break;
            }
            replies += frame(buffer, at, at + length, texts);
            at += length;
        }
        rest = at == to ? NOTHING : Arrays.copyOfRange(buffer, at, to);
        return replies;
    }

    void send(ByteBuffer bytes) throws IOException {
        wire.write(bytes);
    }

    /** Sends a frame with the next {@link #flush()}. */
    void later(byte[] frame) {
        pending.writeBytes(frame);
    }

    void flush() throws IOException {
        if (pending.size() > 0) {
            send(ByteBuffer.wrap(pending.toByteArray()));
            pending.reset();
        }
    }

    void close() throws IOException {
        channel.close();
    }

    private void connected() throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        state = State.UPGRADING;
        send(ByteBuffer.wrap(Frames.upgrade(dialect.path())));
    }

    private int upgrade(byte[] buffer, int to) throws IOException {
        String answer = new String(buffer, 0, to, StandardCharsets.ISO_8859_1);
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new IOException("not upgraded: " + answer.substring(0, answer.indexOf('\r')));
        }
        state = State.LOGGING_IN;
        greet(greeting.opening());
        return end + 4;
    }

    private int frame(byte[] buffer, int at, int to, Texts texts) throws IOException {
        int opcode = buffer[at] & 0xFF;
        int payload = at + Frames.headerLength(buffer, at);
        if (opcode == Frames.PING) {
            send(ByteBuffer.wrap(Frames.pong()));
            return 0;
        }
        if (opcode != Frames.TEXT) {
            throw new IOException("unexpected frame 0x" + Integer.toHexString(opcode));
        }
        if (state == State.LOGGING_IN) {
            String reply = new String(buffer, payload, to - payload, StandardCharsets.UTF_8);
            greet(greeting.answer(reply));
            return 0;
        }
        return texts.accept(this, buffer, payload, to);
    }

    private void greet(List<String> texts) throws IOException {
        for (String text : texts) {
            send(ByteBuffer.wrap(Frames.text(text)));
        }
        if (greeting.isDone()) {
            state = State.READY;
            readyAt = System.nanoTime();
        }
    }
}
