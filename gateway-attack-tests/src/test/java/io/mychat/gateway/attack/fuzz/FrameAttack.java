package io.mychat.gateway.attack.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;

/** Streams of WebSocket frames with a few bytes changed; what comes back must be frames of a server, and no 500. */
final class FrameAttack implements Attack {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PER_CONNECTION = 50;
    /** Of the gateway, or the answer to an empty close frame; others only come as echoes of what the client sent. */
    private static final Set<Integer> OWN_CLOSES = Set.of(1005, 1002, 1003, 1007, 1008, 1009, 4401, 4410, 4411);

    private final LiveGateway gateway;

    FrameAttack(LiveGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public int run(Random random, int count) throws IOException {
        int connections = (count + PER_CONNECTION - 1) / PER_CONNECTION;
        for (int i = 0; i < connections; i++) {
            boolean clientCloses = random.nextInt(4) == 0;
            byte[] stream = stream(random, clientCloses);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                int at = random.nextInt(stream.length);
                stream[at] = (byte) (random.nextBoolean() ? random.nextInt() : stream[at] ^ (1 << random.nextInt(8)));
            }
            try (RawClient client = RawClient.connect(gateway.webSocketAddress())) {
                send(client, stream, clientCloses);
            }
        }
        return connections * PER_CONNECTION;
    }

    private static void send(RawClient client, byte[] stream, boolean clientCloses) throws IOException {
        try {
            client.write(RawClient.join(RawClient.handshake("/ws").getBytes(UTF_8), stream));
            client.socket().shutdownOutput();
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            while (true) {
                judge(client.read(), clientCloses);
            }
        } catch (EOFException | SocketException e) {
            // the end, or cut off while it was writing
        }
    }

    private static void judge(RawClient.Frame frame, boolean clientCloses) throws IOException {
        switch (frame.opcode()) {
            case RawClient.TEXT -> {
                JsonNode message = JSON.readTree(frame.payload());
                assertThat(message.path("code").asInt()).as("%s", message).isNotEqualTo(500);
                assertThat(message.path("cmd_id").isIntegralNumber())
                        .as("%s", message)
                        .isTrue();
            }
            case RawClient.CLOSE -> {
                int code = frame.closeCode();
                assertThat(clientCloses || OWN_CLOSES.contains(code))
                        .as("close code %s", code)
                        .isTrue();
            }
            default -> assertThat(frame.opcode()).isIn(RawClient.PING, RawClient.PONG);
        }
    }

    /** Frames of a good client: messages whole and in fragments, control frames between them. */
    private static byte[] stream(Random random, boolean clientCloses) {
        byte[][] frames = new byte[PER_CONNECTION][];
        for (int i = 0; i < frames.length; i++) {
            byte[] text = Templates.message(random).getBytes(UTF_8);
            int cut = random.nextInt(text.length);
            frames[i] = switch (random.nextInt(6)) {
                case 0 -> RawClient.frame(RawClient.PING, "are you there?");
                case 1 -> RawClient.frame(RawClient.PONG, "");
                case 2 ->
                    RawClient.join(
                            RawClient.frame(RawClient.TEXT, Arrays.copyOf(text, cut)),
                            RawClient.frame(RawClient.PING, "between"),
                            RawClient.frame(0x80, Arrays.copyOfRange(text, cut, text.length)));
                default -> RawClient.frame(0x80 | RawClient.TEXT, text);
            };
        }
        if (clientCloses) {
            frames[frames.length - 1] =
                    RawClient.close(random.nextBoolean() ? 1000 : 3000 + random.nextInt(2000), "bye");
        }
        return RawClient.join(frames);
    }
}
