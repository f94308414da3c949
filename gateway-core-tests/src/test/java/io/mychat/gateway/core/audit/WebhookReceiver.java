package io.mychat.gateway.core.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;

/** An HTTP server on the loopback address for posts in ASCII, one after the other. */
final class WebhookReceiver implements AutoCloseable {

    private final ServerSocket socket;
    private final ToIntFunction<Post> answer;

    /** A request. */
    record Post(Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** @param answer returns the status of the answer */
    WebhookReceiver(ToIntFunction<Post> answer) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.answer = answer;
        Thread thread = new Thread(this::serve, "webhook-receiver");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/anchors";
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                Post post = read(
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII)));
                OutputStream out = client.getOutputStream();
                out.write(("HTTP/1.1 " + answer.applyAsInt(post)
                                + " Status\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } catch (IOException e) {
                // The socket was closed, or the client went away.
            }
        }
    }

    private static Post read(BufferedReader in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
            }
            line = in.readLine();
        }
        char[] body = new char[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
        int length = 0;
        while (length < body.length) {
            int read = in.read(body, length, body.length - length);
            if (read < 0) {
                throw new IOException("the body ended early");
            }
            length += read;
        }
        return new Post(headers, new String(body));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
