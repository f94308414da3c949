package io.mychat.gateway.system.restart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that logs in and sends, some messages at once, until the gateway closes the connection. One thread runs it. */
final class Sender implements Callable<Sender> {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int AT_ONCE = 4;

    private final InetSocketAddress gateway;
    private final String user;
    private final String receiver;
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final List<Integer> otherCodes = new CopyOnWriteArrayList<>();
    private boolean wasTold;
    private int closeCode;

    Sender(InetSocketAddress gateway, String user, String receiver) {
        this.gateway = gateway;
        this.user = user;
        this.receiver = receiver;
    }

    /** The ids of the messages that were answered with 200; grows, for other threads too. */
    List<String> stored() {
        return stored;
    }

    /** All other codes. */
    List<Integer> otherCodes() {
        return otherCodes;
    }

    /** Whether 4005 came before the end. */
    boolean wasTold() {
        return wasTold;
    }

    int closeCode() {
        return closeCode;
    }

    @Override
    public Sender call() throws IOException {
        try (RawClient client = RawClient.open(gateway)) {
            client.text("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"" + user + "\",\"password\":\""
                    + LiveGateway.PASSWORD + "\",\"device_id\":\"d\"}}");
            if (JSON.readTree(client.readText()).path("code").asInt() != 200) {
                throw new IllegalStateException("the login failed");
            }
            String text = "{\"cmd_id\":2001,\"data\":{\"to_user\":\"" + receiver + "\",\"content\":\"message of " + user
                    + "\"}}";
            byte[] message = RawClient.frame(RawClient.TEXT, text);
            byte[] some = RawClient.join(message, message, message, message);
            boolean open = true;
            while (open) {
                client.write(some);
                open = readAnswers(client);
            }
        }
        return this;
    }

    /** Reads the answers of one burst, and false when a close frame comes instead, which is answered. */
    private boolean readAnswers(RawClient client) throws IOException {
        for (int answers = 0; answers < AT_ONCE; ) {
            RawClient.Frame frame = client.read();
            if (frame.opcode() == RawClient.CLOSE) {
                closeCode = frame.closeCode();
                client.write(RawClient.frame(0x80 | RawClient.CLOSE, frame.payload()));
                client.seesEnd();
                return false;
            }
            JsonNode message = JSON.readTree(frame.payload());
            wasTold |= message.path("cmd_id").asInt() == 4005
                    && JSON.readTree(message.path("data").asText()).has("reconnect_after_ms");
            if (message.has("code")) {
                answers++;
                note(message);
            }
        }
        return true;
    }

    private void note(JsonNode reply) throws IOException {
        if (reply.path("code").asInt() == 200) {
            stored.add(JSON.readTree(reply.path("data").asText())
                    .path("message_id")
                    .asText());
        } else {
            otherCodes.add(reply.path("code").asInt());
        }
    }
}
