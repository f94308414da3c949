package io.mychat.gateway.system.turmoil;

import io.mychat.gateway.system.LiveGateway;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** One gateway; ends when its standard input does, and so with the test at the latest. */
final class GatewayMain {

    private GatewayMain() {}

    /** @param args node id, port of Redis, the file to write the WebSocket port to */
    public static void main(String[] args) throws IOException {
        try (LiveGateway gateway = LiveGateway.start(builder -> builder.setting("server.node_id", args[0])
                .setting("redis.host", "127.0.0.1")
                .setting("redis.port", Integer.parseInt(args[1]))
                .setting("redis.deadline_ms", 1000))) {
            Path file = Path.of(args[2]);
            Path written = Path.of(args[2] + ".new");
            Files.writeString(
                    written, Integer.toString(gateway.webSocketAddress().getPort()));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            long unused = System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
