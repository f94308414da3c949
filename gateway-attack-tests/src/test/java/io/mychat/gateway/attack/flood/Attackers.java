package io.mychat.gateway.attack.flood;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Sockets of strangers, kept open. One thread. */
final class Attackers implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();

    /** Opens one more, and sends what it sends; a refusal on the way is no failure of the attack. */
    void attack(InetSocketAddress to, String from, byte[] first) {
        try {
            Socket socket = HonestClient.connect(to, from);
            sockets.add(socket);
            socket.getOutputStream().write(first);
        } catch (IOException e) {
            // refused
        }
    }

    int count() {
        return sockets.size();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
