package io.mychat.gateway.redis.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is not, or not quite, Redis: a socket that answers as a test wants it. Each connection has a thread. */
public final class FakeServer implements AutoCloseable {

    private final ServerSocket socket;
    private final Conversation conversation;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    /** One connection, until it returns. */
    interface Conversation {
        void hold(InputStream in, OutputStream out) throws IOException;
    }

    FakeServer(Conversation conversation) {
        this.conversation = conversation;
        try {
            this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Redis of some version, as far as the handshake goes; everything else is unknown to it. */
    public static FakeServer redis(String version) {
        return new FakeServer((in, out) -> {
            for (String command = command(in); !command.isEmpty(); command = command(in)) {
                out.write(answer(command, version).getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        });
    }

    /** Says the same, whatever it is told, and hangs up. */
    public static FakeServer saying(String text) {
        return new FakeServer((in, out) -> {
            int unused = in.read();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        });
    }

    /** Begins an answer and never ends it. */
    public static FakeServer endless(String beginning, String repeated) {
        return new FakeServer((in, out) -> {
            int unused = in.read();
            out.write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            byte[] more = repeated.getBytes(StandardCharsets.ISO_8859_1);
            while (true) {
                out.write(more);
                out.flush();
            }
        });
    }

    /** Takes connections and says nothing. */
    public static FakeServer silent() {
        return new FakeServer((in, out) -> in.transferTo(OutputStream.nullOutputStream()));
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Connections that were ever made. */
    public int connections() {
        return connections.size();
    }

    static String answer(String command, String version) {
        String upper = command.toUpperCase(Locale.ROOT);
        String info = "# Server\r\nredis_version:" + version + "\r\n";
        return upper.startsWith("HELLO")
                ? "*4\r\n$6\r\nserver\r\n$5\r\nredis\r\n$5\r\nproto\r\n:2\r\n"
                : upper.startsWith("INFO")
                        ? "$" + info.length() + "\r\n" + info + "\r\n"
                        : upper.startsWith("CLIENT SETNAME") ? "+OK\r\n" : "-ERR unknown command\r\n";
    }

    /** Empty at the end. */
    static String command(InputStream in) throws IOException {
        String head = line(in);
        return head.isEmpty()
                ? ""
                : IntStream.range(0, Integer.parseInt(head.substring(1)))
                        .mapToObj(i -> argument(in))
                        .collect(Collectors.joining(" "));
    }

    private static String argument(InputStream in) {
        try {
            byte[] bytes = in.readNBytes(Integer.parseInt(line(in).substring(1)));
            in.skipNBytes(2);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                start(() -> hold(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void hold(Socket connection) {
        try (connection) {
            conversation.hold(new BufferedInputStream(connection.getInputStream()), connection.getOutputStream());
        } catch (IOException | UncheckedIOException e) {
            return;
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "fake-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
