package io.mychat.gateway.transport.nio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;

/** Passes one connection on in random small pieces, so that no read sees what a write was. */
final class DribblingRelay implements AutoCloseable {

    private final ServerSocket front = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final InetSocketAddress back;
    private final int seed;

    DribblingRelay(InetSocketAddress back, int seed) throws IOException {
        this.back = back;
        this.seed = seed;
        Thread accepting = new Thread(this::accept, "dribbling-relay");
        accepting.setDaemon(true);
        accepting.start();
    }

    int port() {
        return front.getLocalPort();
    }

    private void accept() {
        try {
            Socket client = front.accept();
            Socket server = new Socket(back.getAddress(), back.getPort());
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread up = new Thread(() -> copy(client, server, new Random(seed)), "dribbling-up");
            up.setDaemon(true);
            up.start();
            copy(server, client, new Random(seed + 1L));
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void copy(Socket from, Socket to, Random random) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[4000];
            while (true) {
                int count =
                        in.read(piece, 0, random.nextInt(10) == 0 ? 1 + random.nextInt(3) : 1 + random.nextInt(3999));
                if (count < 0) {
                    to.shutdownOutput();
                    return;
                }
                out.write(piece, 0, count);
            }
        } catch (IOException e) {
            // One of them has closed.
        }
    }

    @Override
    public void close() throws IOException {
        front.close();
    }
}
