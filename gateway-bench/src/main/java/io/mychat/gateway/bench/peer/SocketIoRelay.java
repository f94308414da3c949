package io.mychat.gateway.bench.peer;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketConfig;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.Transport;
import io.mychat.gateway.bench.server.Control;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * netty-socketio: the event {@code say} is passed on as {@code said} to the client that has joined under the name, and
 * acknowledged. Nothing is stored. Argument: I/O threads.
 */
public final class SocketIoRelay {

    private static final int BACKLOG = 4096;

    private final Map<String, SocketIOClient> users = new ConcurrentHashMap<>();

    private SocketIoRelay() {}

    public static void main(String[] args) throws Exception {
        SocketConfig sockets = new SocketConfig();
        sockets.setAcceptBackLog(BACKLOG);
        sockets.setReuseAddress(true);
        Configuration configuration = new Configuration();
        configuration.setHostname("127.0.0.1");
        configuration.setPort(FreePort.find());
        configuration.setWorkerThreads(Integer.parseInt(args[0]));
        configuration.setBossThreads(1);
        configuration.setTransports(Transport.WEBSOCKET);
        configuration.setSocketConfig(sockets);
        SocketIOServer server = new SocketIOServer(configuration);
        new SocketIoRelay().listen(server);
        server.start();
        Control.serve(configuration.getPort());
    }

    private void listen(SocketIOServer server) {
        server.addEventListener("join", String.class, (client, user, answer) -> {
            users.put(user, client);
            answer.sendAckData();
        });
        server.addEventListener("say", Said.class, (client, said, answer) -> {
            SocketIOClient receiver = users.get(said.getTo());
            if (receiver != null) {
                receiver.sendEvent("said", said);
            }
            answer.sendAckData(receiver == null ? "nobody" : "ok");
        });
    }
}
