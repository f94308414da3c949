package io.mychat.gateway.backends;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A back-end below HTTP: for whoever answers rubbish, half of an answer, or far too much. */
final class RawServer implements AutoCloseable {

    /** Writes whatever it likes to one connection, on which a request has begun to come in. */
    @FunctionalInterface
    interface Answers {
        void answer(OutputStream out) throws IOException;
    }

    final AtomicInteger requests = new AtomicInteger();
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private RawServer(Answers answers) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(() -> accept(answers));
    }

    static RawServer with(Answers answers) {
        try {
            return new RawServer(answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawServer writing(String text) {
        return with(out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void accept(Answers answers) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                threads.execute(() -> serve(client, answers));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client, Answers answers) {
        try (client) {
            if (client.getInputStream().read(new byte[4096]) > 0) {
                requests.incrementAndGet();
                answers.answer(client.getOutputStream());
                client.getOutputStream().flush();
            }
        } catch (IOException e) {
            // The gateway has hung up, which is what some tests want to see.
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
