package io.mychat.gateway.client.conformance;

import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.jackson.JacksonJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection through the proxy: a thread for each direction. */
final class Link {

    private final Socket client;
    private final Faults faults;
    private final Runnable ended;
    private final JacksonJson json = new JacksonJson();
    private final OlderGateway older = new OlderGateway();
    private final Object toClient = new Object();
    private volatile Socket server;
    private volatile boolean stalled;
    private long fromServer; // guarded by toClient
    private long fromClient;
    private boolean paused; // guarded by this

    Link(Socket client, Faults faults, Runnable ended) {
        this.client = client;
        this.server = client;
        this.faults = faults;
        this.ended = ended;
    }

    /** A step of a direction, until it ends. */
    private interface Pump {
        void run() throws IOException, InterruptedException;
    }

    void start(int target) {
        if (faults.deaf()) {
            return;
        }
        thread(() -> {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            thread(this::downstream);
            if (faults.older()) {
                upstreamOfOlder();
            } else {
                upstream();
            }
        });
    }

    private void thread(Pump pump) {
        Thread thread = new Thread(
                () -> {
                    try {
                        pump.run();
                    } catch (IOException | InterruptedException over) {
                        cut();
                    }
                },
                "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void upstream() throws IOException {
        InputStream in = client.getInputStream();
        byte[] chunk = new byte[8192];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            long left = faults.cutAfterClientBytes() - fromClient;
            fromClient += read;
            if (!stalled) {
                server.getOutputStream().write(chunk, 0, (int) Math.min(left, read));
            }
            if (left <= read) {
                cut();
            }
        }
        cut();
    }

    private void upstreamOfOlder() throws IOException {
        WebSocketStream in = new WebSocketStream(client.getInputStream());
        server.getOutputStream().write(in.head());
        while (true) {
            WebSocketStream.Frame frame = in.next();
            if (frame.isText()) {
                frame = frame.with(bytes(older.fromClient(text(frame))));
            }
            server.getOutputStream().write(frame.bytes());
        }
    }

    private void downstream() throws IOException, InterruptedException {
        WebSocketStream in = new WebSocketStream(server.getInputStream());
        try {
            forward(in.head());
            while (true) {
                WebSocketStream.Frame frame = in.next();
                awaitUnpaused();
                if (frame.isText()) {
                    text(frame, text(frame));
                } else {
                    forward(frame.bytes());
                }
            }
        } catch (IOException over) {
            client.shutdownOutput();
        }
    }

    private void text(WebSocketStream.Frame frame, String text) throws IOException {
        JsonObject message = JsonObject.of(json.read(text));
        long cmdId = message.number("cmd_id", 0);
        if (cmdId == faults.cutBeforeReply() && message.number("code").isPresent()) {
            cut();
            return;
        }
        String said = faults.older() ? older.fromServer(text) : text;
        if (said != null) {
            byte[] bytes = frame.with(bytes(said)).bytes();
            forward(bytes);
            if (faults.duplicate() && cmdId == 2003) {
                forward(bytes);
            }
        }
    }

    private static String text(WebSocketStream.Frame frame) {
        return new String(frame.payload(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void forward(byte[] bytes) throws IOException {
        synchronized (toClient) {
            if (stalled) {
                return;
            }
            long left = Math.max(0, faults.cutAfterServerBytes() - fromServer);
            fromServer += bytes.length;
            client.getOutputStream().write(bytes, 0, (int) Math.min(left, bytes.length));
            if (left <= bytes.length) {
                cut();
            }
        }
    }

    /** Says something in the server's name. */
    void inject(byte[] bytes) {
        synchronized (toClient) {
            try {
                client.getOutputStream().write(bytes);
            } catch (IOException over) {
                cut();
            }
        }
    }

    void stall() {
        stalled = true;
    }

    synchronized void pause(boolean now) {
        paused = now;
        notifyAll();
    }

    private synchronized void awaitUnpaused() throws InterruptedException {
        while (paused) {
            wait();
        }
    }

    void cut() {
        ended.run();
        close(client);
        close(server);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyOver) {
            throw new UncheckedIOException(alreadyOver);
        }
    }
}
