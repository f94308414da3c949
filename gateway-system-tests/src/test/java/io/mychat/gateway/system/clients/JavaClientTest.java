package io.mychat.gateway.system.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.test.LiveGateway;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's WebSocket client against the gateway. */
class JavaClientTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static LiveGateway gateway;

    private JavaListener seen = new JavaListener(false);
    private WebSocket socket;

    @BeforeAll
    static void start() throws IOException {
        gateway = LiveGateway.start(builder -> builder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void connect() {
        socket = connect(seen);
    }

    private static WebSocket connect(JavaListener listener, String... protocols) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        if (protocols.length > 0) {
            builder.subprotocols(protocols[0], java.util.Arrays.copyOfRange(protocols, 1, protocols.length));
        }
        return builder.buildAsync(gateway.webSocketUri(), listener).join();
    }

    @AfterEach
    void leave() {
        socket.abort();
    }

    private void send(String text) {
        socket.sendText(text, true).join();
    }

    private void logIn(String user) throws Exception {
        send("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"" + user + "\",\"password\":\""
                + LiveGateway.PASSWORD + "\",\"device_id\":\"java\"}}");
        assertThat(seen.text().path("code").asInt()).isEqualTo(200);
    }

    @Test
    void fragmentsMakeOneMessage() throws Exception {
        socket.sendText("{\"cmd_id\":30", false).join();
        socket.sendPing(ByteBuffer.wrap(new byte[7])).join();
        socket.sendText("", false).join();
        socket.sendText("01,\"request_id\":\"f\"}", true).join();

        JsonNode reply = seen.text();
        assertThat(reply.path("cmd_id").asInt()).isEqualTo(3001);
        assertThat(reply.path("code").asInt()).isEqualTo(401);
        assertThat(reply.path("request_id").asText()).isEqualTo("f");
        assertThat(seen.pong()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125})
    void pingsAreAnswered(int length) throws Exception {
        socket.sendPing(ByteBuffer.wrap(new byte[length])).join();

        assertThat(seen.pong()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 3000, 4999})
    void aCloseIsAnsweredWithItsCode(int code) throws Exception {
        socket.sendClose(code, "grüße").join();

        assertThat(seen.closeCode()).isEqualTo(code);
        await().until(() -> socket.isInputClosed() && socket.isOutputClosed());
    }

    @Test
    void binaryIs1003() throws Exception {
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true).join();

        assertThat(seen.closeCode()).isEqualTo(1003);
    }

    @Test
    void aMessageMayHave65536BytesAndNotOneMore() throws Exception {
        logIn("java-long");
        send(ofLength(65_536));
        assertThat(seen.text().path("code").asInt()).isEqualTo(200);

        send(ofLength(65_537));

        assertThat(seen.closeCode()).isEqualTo(1009);
    }

    private static String ofLength(int bytes) {
        String frame = "{\"cmd_id\":3001,\"x\":\"\"}";
        return frame.replace("\"\"", "\"" + "y".repeat(bytes - frame.length()) + "\"");
    }

    @Test
    void tenTextsThatAreNoJsonAre1008() throws Exception {
        for (int i = 0; i < 10; i++) {
            send("no JSON");
        }
        for (int i = 0; i < 10; i++) {
            JsonNode reply = seen.text();
            assertThat(reply.path("code").asInt()).isEqualTo(400);
            assertThat(reply.path("cmd_id").asInt(-1)).isZero();
        }
        assertThat(seen.closeCode()).isEqualTo(1008);
    }

    @Test
    void theSubprotocolIsChosenWhereItIsNamed() {
        WebSocket named = connect(new JavaListener(false), "other", "mychat.v1.json");
        WebSocket unknown = connect(new JavaListener(false), "other");

        assertThat(named.getSubprotocol()).isEqualTo("mychat.v1.json");
        assertThat(unknown.getSubprotocol()).isEmpty();
        assertThat(socket.getSubprotocol()).isEmpty();
        named.abort();
        unknown.abort();
    }

    @Test
    void aLargeMessageGoesThereAndBack() throws Exception {
        logIn("java-large");
        String content = "好".repeat(20_000);

        send("{\"cmd_id\":2001,\"data\":{\"to_user\":\"java-large\",\"content\":\"" + content + "\"}}");
        assertThat(seen.text().path("code").asInt()).isEqualTo(200);
        send("{\"cmd_id\":2002,\"data\":{\"chat_id\":\"dm:java-large:java-large\",\"limit\":1}}");

        assertThat(seen.text().path("data").asText()).contains(content);
    }

    @Test
    void aClientThatReadsNothingIsCutAndNobodyElseIs() throws Exception {
        logIn("java-fast");
        JavaListener slow = new JavaListener(true);
        WebSocket reader = connect(slow);
        reader.sendText(
                        "{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"java-slow\",\"password\":\""
                                + LiveGateway.PASSWORD + "\"}}",
                        true)
                .join();
        await().until(() -> gateway.server().pushMessageToUser("java-slow", "{}"));
        String large = "{\"x\":\"" + "y".repeat(60_000) + "\"}";

        await().pollInterval(Duration.ofMillis(5)).until(() -> !gateway.server().pushMessageToUser("java-slow", large));

        reader.request(Long.MAX_VALUE);
        assertThat(slow.closeCode()).isEqualTo(4430);
        send("{\"cmd_id\":3001}");
        assertThat(seen.text().path("code").asInt()).isEqualTo(200);
    }
}
