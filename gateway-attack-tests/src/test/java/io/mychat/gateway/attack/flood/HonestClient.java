package io.mychat.gateway.attack.flood;

import io.mychat.gateway.attack.PackagedProgram;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What an honest client does, each time on a connection of its own, from an address of its own. One thread. */
final class HonestClient {

    private static final String USER = "u0";
    private static final String ADDRESS = "127.0.0.2";
    private static final int PATIENCE_MILLIS = 10_000;

    private final PackagedProgram program;

    HonestClient(PackagedProgram program) {
        this.program = program;
    }

    static Socket connect(InetSocketAddress to, String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(to, PATIENCE_MILLIS);
        return socket;
    }

    /** The status of the health resource. */
    int health() throws IOException {
        return ask("GET /api/system/health HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    }

    /** The status of a login over HTTP. */
    int login() throws IOException {
        String body = "{\"username\":\"" + USER + "\",\"password\":\"" + PackagedProgram.PASSWORD
                + "\",\"platform\":\"web\"}";
        return ask("POST /api/auth/login HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private int ask(String request) throws IOException {
        try (Socket socket = connect(program.http(), ADDRESS)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : -1;
        }
    }

    /** A connection that has logged in. */
    RawClient session() throws IOException {
        RawClient client = RawClient.open(connect(program.webSocket(), ADDRESS));
        client.text("{\"cmd_id\":1001,\"platform\":\"android\",\"data\":{\"username\":\"" + USER + "\",\"password\":\""
                + PackagedProgram.PASSWORD + "\"}}");
        String reply = client.readText();
        if (!reply.contains("\"code\":200")) {
            throw new IOException("no login: " + reply);
        }
        return client;
    }

    /** One heartbeat there and back. */
    static void heartbeat(RawClient session) throws IOException {
        session.text("{\"cmd_id\":3001}");
        String reply = session.readText();
        while (reply.contains("\"cmd_id\":4002")) {
            reply = session.readText(); // a notice of the new sessions
        }
        if (!reply.contains("\"code\":200")) {
            throw new IOException("no heartbeat: " + reply);
        }
    }
}
