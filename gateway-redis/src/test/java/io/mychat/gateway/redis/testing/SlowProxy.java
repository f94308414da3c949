package io.mychat.gateway.redis.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A port of the loopback address that passes on to a server, and brings its answers late. */
public final class SlowProxy implements AutoCloseable {

    private final ServerSocket port;
    private final int server;
    private final ScheduledExecutorService late = Executors.newSingleThreadScheduledExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Duration delay = Duration.ZERO;

    private SlowProxy(ServerSocket port, int server) {
        this.port = port;
        this.server = server;
    }

    /** Begins without a delay. */
    public static SlowProxy to(RedisProcess server) {
        try {
            SlowProxy line = new SlowProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server.port());
            start(line::accept);
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port.getLocalPort();
    }

    /** From the next answer on. */
    public void delay(Duration howLong) {
        delay = howLong;
    }

    @Override
    public void close() throws IOException {
        port.close();
        for (Socket socket : open) {
            socket.close();
        }
        late.shutdownNow();
    }

    private void accept() throws IOException {
        while (!port.isClosed()) {
            Socket client = port.accept();
            Socket redis = new Socket(InetAddress.getLoopbackAddress(), server);
            client.setTcpNoDelay(true);
            redis.setTcpNoDelay(true);
            open.add(client);
            open.add(redis);
            start(() -> pass(client.getInputStream(), redis.getOutputStream(), false));
            start(() -> pass(redis.getInputStream(), client.getOutputStream(), true));
        }
    }

    private void pass(InputStream in, OutputStream out, boolean slowly) throws IOException {
        byte[] buffer = new byte[65_536];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            byte[] part = java.util.Arrays.copyOf(buffer, read);
            if (slowly) {
                Future<?> unused = late.schedule(() -> write(out, part), delay.toNanos(), TimeUnit.NANOSECONDS);
            } else {
                write(out, part);
            }
        }
    }

    private static void write(OutputStream out, byte[] part) {
        try {
            out.write(part);
            out.flush();
        } catch (IOException e) {
            // Whoever waited has gone.
            return;
        }
    }

    private interface Task {

        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // The end of a connection.
                        return;
                    }
                },
                "slow-line");
        thread.setDaemon(true);
        thread.start();
    }
}
