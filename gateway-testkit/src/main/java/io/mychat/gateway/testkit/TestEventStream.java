package io.mychat.gateway.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client of server-sent events, on a socket of its own. For one thread.
 *
 * @since 0.1.0
 */
public final class TestEventStream implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final int status;
    private final String head;
    private int chunkLeft;
    private boolean ended;

    private TestEventStream(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.head = readHead();
        this.status = Integer.parseInt(head.split(" ", 3)[1]);
    }

    /**
     * One event.
     *
     * @param id empty: it has none
     * @param type {@code message}, unless the event names another one
     */
    public record Event(Optional<String> id, String type, String data) {}

    /**
     * Asks for a stream and reads the head of the response.
     *
     * @param headers of the request, besides {@code Host} and {@code Accept}
     */
    public static TestEventStream open(InetSocketAddress address, String path, Map<String, String> headers) {
        try {
            Socket socket = new Socket(address.getAddress(), address.getPort());
            socket.setSoTimeout((int) TestClient.PATIENCE.toMillis());
            StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:"
                    + address.getPort() + "\r\nAccept: text/event-stream\r\n");
            headers.forEach((name, value) ->
                    request.append(name).append(": ").append(value).append("\r\n"));
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            return new TestEventStream(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status of the response. */
    public int status() {
        return status;
    }

    /** The head of the response. */
    public String head() {
        return head;
    }

    /** The body of a response that is no stream, as far as it arrives at once. */
    public String error() {
        try {
            byte[] bytes = new byte[8192];
            int count = in.read(bytes);
            return new String(bytes, 0, Math.max(0, count), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for the next event; comments are skipped.
     *
     * @return empty at the end of the stream
     * @throws AssertionError when none comes within {@link TestClient#PATIENCE}
     */
    public Optional<Event> next() {
        String id = null;
        String type = "message";
        StringBuilder data = new StringBuilder();
        try {
            for (String line = readLine(); line != null; line = readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(data.length() == 0 ? "" : "\n").append(line.substring(6));
                } else if (line.isEmpty() && data.length() > 0) {
                    return Optional.of(new Event(Optional.ofNullable(id), type, data.toString()));
                }
            }
            return Optional.empty();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no event came", e);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Waits for the next comment. False at the end, and when an event comes first. */
    public boolean seesComment() {
        try {
            for (String line = readLine(); line != null; line = readLine()) {
                if (line.startsWith(":")) {
                    return true;
                } else if (line.startsWith("data: ")) {
                    return false;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads this many bytes of the body and no more, as a cut does; fewer where the socket times out before. */
    public String readBytes(int count) {
        StringBuilder bytes = new StringBuilder();
        try {
            for (int i = 0; i < count; i++) {
                int next = readByte();
                if (next < 0) {
                    break;
                }
                bytes.append((char) next);
            }
            return bytes.toString();
        } catch (SocketTimeoutException e) {
            return bytes.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body as UTF-8, up to the end of a line; null at the end of the stream. */
    private @Nullable String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = readByte(); next >= 0; next = readByte()) {
            if (next == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            line.write(next);
        }
        return null;
    }

    /** The next byte of the body out of its chunks; -1 at the end. */
    private int readByte() throws IOException {
        if (ended) {
            return -1;
        }
        if (chunkLeft == 0) {
            String size = rawLine();
            if (size.isEmpty()) {
                size = rawLine();
            }
            chunkLeft = Integer.parseInt(size.split(";", 2)[0].trim(), 16);
            if (chunkLeft == 0) {
                ended = true;
                return -1;
            }
        }
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the stream was cut");
        }
        chunkLeft--;
        return next;
    }

    private String rawLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the stream was cut");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private String readHead() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String line = rawLine(); !line.isEmpty(); line = rawLine()) {
            lines.append(line).append('\n');
        }
        return lines.toString();
    }

    /** Whether the stream ended with its last chunk, and not by a cut. */
    public boolean isComplete() {
        return ended;
    }

    /** The socket, for ending it in unusual ways. */
    public Socket socket() {
        return socket;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
