package io.mychat.gateway.transport.nio;

import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.transport.EchoListener;
import java.io.IOException;
import java.time.Duration;

/**
 * Sends every message of one type back, for Autobahn's test suite (docs/autobahn.md). Arguments: the type, TEXT or BINARY,
 * and the port. Ends with its input.
 */
final class EchoProgram {

    private static final int MAX_MESSAGE_BYTES = 16 << 20;
    private static final int MAX_OUTBOUND_BYTES = 256 << 20;

    private EchoProgram() {}

    public static void main(String[] args) throws IOException {
        NioWebSocketTransport transport = Transports.webSocket(new ManualTime(), null, Transports.COMPRESSION);
        transport.start(
                new WebSocketSettings(
                        "127.0.0.1",
                        Integer.parseInt(args[1]),
                        "/ws",
                        MAX_MESSAGE_BYTES,
                        MAX_OUTBOUND_BYTES,
                        Duration.ofSeconds(1)),
                new EchoListener(MessageType.valueOf(args[0])));
        while (System.in.read() >= 0) {
            // waits
        }
        transport.close();
    }
}
