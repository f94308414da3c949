package io.mychat.gateway.client.jdk;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Accepts WebSocket connections one after the other and says one text. Then it is gone with its last byte, without a close frame, or it is deaf.
 */
final class AbruptServer implements AutoCloseable {

    private static final String KEY = "sec-websocket-key:";
    private static final int LETTER_BYTES = 7; // head, mask, letter
    private static final byte[] TEXT = {(byte) 0x81, 2, 'h', 'i'};

    private final ServerSocket server;
    private final AtomicInteger faults = new AtomicInteger();

    private final Manner manner;
    private final CompletableFuture<Void> left = new CompletableFuture<>();

    /** What it does. */
    enum Manner {
        /** Says its text together with the upgrade, and is gone. */
        HASTY,
        /** Says its text, and is gone, when the client has said one of a single letter. */
        ANSWERING,
        /** Keeps a connection until the client ends it, and answers nothing. */
        DEAF
    }

    AbruptServer(Manner manner) throws IOException {
        this.manner = manner;
        server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "abrupt-server");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "ws://127.0.0.1:" + server.getLocalPort() + "/ws";
    }

    /** Completes when a client has ended its connection with a deaf server. */
    CompletableFuture<Void> left() {
        return left;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
                String key = "";
                for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                    if (line.regionMatches(true, 0, KEY, 0, KEY.length())) {
                        key = line.substring(KEY.length()).trim();
                    }
                }
                ByteArrayOutputStream said = new ByteArrayOutputStream();
                said.writeBytes(upgrade(key).getBytes(StandardCharsets.ISO_8859_1));
                if (manner == Manner.ANSWERING) {
                    client.getOutputStream().write(said.toByteArray());
                    said.reset();
                    for (int i = 0; i < LETTER_BYTES; i++) {
                        faults.addAndGet(in.read() < 0 ? 1 : 0);
                    }
                }
                said.writeBytes(TEXT);
                client.getOutputStream().write(said.toByteArray());
                if (manner == Manner.DEAF) {
                    client.getInputStream().transferTo(OutputStream.nullOutputStream());
                    left.complete(null);
                }
            } catch (IOException over) {
                faults.incrementAndGet(); // the next one
            }
        }
    }

    private static String upgrade(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1));
            return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                    + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n";
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
