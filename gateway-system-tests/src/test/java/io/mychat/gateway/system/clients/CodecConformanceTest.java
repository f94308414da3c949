package io.mychat.gateway.system.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same cases for clients of both codecs, on sockets: who speaks CBOR sees what the others see. */
class CodecConformanceTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static LiveGateway gateway;

    /** The codec of a client. */
    enum Codec {
        JSON,
        CBOR;

        TestClient connect() {
            return this == JSON
                    ? TestClient.connect(gateway.webSocketUri())
                    : TestClient.over(new CborChannel(HTTP, gateway.webSocketUri()));
        }

        Codec other() {
            return this == JSON ? CBOR : JSON;
        }

        TestClient login(String user) {
            TestClient client = connect();
            client.login(name() + "-" + user, LiveGateway.PASSWORD, "web", "d").expect(200);
            return client;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        gateway = LiveGateway.start(builder -> builder.setting("messages.max_per_inbox", 1000)
                .handler(9000, (message, context) -> Reply.ok(message.data()))
                .handler(9001, (message, context) -> Reply.ok("[1,\"two\",{\"three\":null}]")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static CborChannel cbor() {
        return new CborChannel(HTTP, gateway.webSocketUri());
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void aLoginAHeartbeatAndTheDevicesAreAnswered(Codec codec) {
        try (TestClient client = codec.connect()) {
            assertThat(client.request(3001, "{}").expect(401).error()).isNotEmpty();
            TestMessage login = client.login(codec + "-ann", LiveGateway.PASSWORD, "web", "d")
                    .expect(200);
            assertThat(login.data().path("user_info").path("user_id").textValue())
                    .isEqualTo(codec + "-ann");
            assertThat(client.request(3001, "{}").expect(200).text("timestamp")).hasSize(24);
            TestMessage devices = client.request(1004, "{}").expect(200);
            assertThat(devices.data().path("devices").path(0).path("current").isBoolean())
                    .isTrue();
            assertThat(devices.envelope().path("user_id").textValue()).isEqualTo(codec + "-ann");
            assertThat(devices.envelope().path("timestamp").textValue()).hasSize(24);

            try (TestClient again = codec.connect()) {
                again.login(codec + "-ann", LiveGateway.PASSWORD, "web", "d").expect(200);
                assertThat(client.next(4003).text("reason")).isEqualTo("replaced");
                assertThat(client.closeCode()).isEqualTo(4411);
            }
            try (TestClient byToken = codec.connect()) {
                assertThat(byToken.verify(login.text("token"))
                                .expect(200)
                                .data()
                                .path("valid")
                                .booleanValue())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void aMessageReachesTheOtherCodecUnchanged(Codec codec) throws Exception {
        String content = "grüße 你好 \uD83D\uDE00 \"\\ \u0001".repeat(20);
        try (TestClient sender = codec.login("from");
                TestClient receiver = codec.other().login("to")) {
            String receiverId = codec.other() + "-to";
            TestMessage sent = sender.request(
                            2001,
                            JSON.createObjectNode()
                                    .put("to_user", receiverId)
                                    .put("content", content)
                                    .toString())
                    .expect(200);

            TestMessage delivered = receiver.next(2003);
            assertThat(delivered.text("content")).isEqualTo(content);
            assertThat(delivered.text("message_id")).isEqualTo(sent.text("message_id"));
            assertThat(delivered.data().path("inbox_seq").isIntegralNumber()).isTrue();
            receiver.request(2004, "{\"inbox_seq\":" + delivered.data().path("inbox_seq") + "}")
                    .expect(200);
            TestMessage history = receiver.request(2002, "{\"chat_id\":\"" + sent.text("chat_id") + "\"}")
                    .expect(200);
            assertThat(history.data().path("messages").path(0).path("content").textValue())
                    .isEqualTo(content);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":[1,-1,0.5,1e300,true,null,\"x\"],\"b\":{\"c\":{}}}",
                "{\"n\":[9007199254740993,-9223372036854775808,9223372036854775807]}"
            })
    void aHandlerSeesTheSameData(String data) throws Exception {
        for (Codec codec : Codec.values()) {
            try (TestClient client = codec.login("data")) {
                assertThat(client.request(9000, data).expect(200).data()).isEqualTo(JSON.readTree(data));
                assertThat(client.request(9001, data).expect(200).data())
                        .isEqualTo(JSON.readTree("[1,\"two\",{\"three\":null}]"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd_id\":0}",
                "{\"cmd_id\":4294967296}",
                "{\"cmd_id\":\"9000\"}",
                "{\"cmd_id\":9000.5}",
                "{\"data\":{}}",
                "[9000]",
                "9000",
                "{\"cmd_id\":9000,\"data\":5}",
                "{\"cmd_id\":9000,\"platform\":5}",
                "{\"cmd_id\":9000,\"request_id\":[]}",
                "{\"cmd_id\":9999,\"request_id\":\"r\"}",
                "{\"cmd_id\":9999,\"request_id\":9223372036854775807}",
                "{\"cmd_id\":2001,\"request_id\":-7,\"data\":{\"to_user\":5}}"
            })
    void aFaultIsAnsweredInTheSameWay(String message) {
        List<String> answers = new ArrayList<>();
        for (Codec codec : Codec.values()) {
            try (TestClient client = codec.login("fault")) {
                client.sendRaw(message);
                TestMessage answer = client.next();
                answers.add(JSON.createObjectNode()
                        .put("code", answer.code())
                        .put("cmd_id", answer.cmdId())
                        .put("error", answer.error())
                        .set("request_id", answer.envelope().path("request_id"))
                        .toString());
                client.request(3001, "{}").expect(200);
            }
        }
        assertThat(answers.get(0)).contains("\"code\":40").isEqualTo(answers.get(1));
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void pushesAndAKickArriveAsTheyWereMade(Codec codec) throws Exception {
        GatewayServer server = gateway.server();
        try (TestClient client = codec.login("pushed")) {
            for (String data : List.of("{\"a\":[0.5]}", "[]", "\"text\"", "7")) {
                await().until(() -> server.pushMessageToUser(codec + "-pushed", data));
                assertThat(client.next(4001).data()).isEqualTo(JSON.readTree(data));
            }
        }
    }

    @Test
    void theSubprotocolIsAnsweredAndNothingElseIsSpoken() {
        CborChannel channel = cbor();
        assertThat(channel.subprotocol()).isEqualTo("mychat.v1.cbor");

        channel.sendText("{\"cmd_id\":3001}");

        assertThat(channel.awaitClose(PATIENCE)).hasValue(1003);
    }

    @Test
    void tenMessagesThatAreNoCborAreAnsweredAndThen1008() {
        CborChannel channel = cbor();
        for (int i = 0; i < 10; i++) {
            channel.sendBytes("{\"cmd_id\":3001}".getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < 10; i++) {
            JsonNode answer = Objects.requireNonNull(channel.next(PATIENCE), "an answer");
            assertThat(answer.path("code").asInt()).isEqualTo(400);
            assertThat(answer.path("cmd_id").asInt(-1)).isZero();
            assertThat(answer.path("data").path("error").textValue()).isEqualTo("not_cbor");
        }
        assertThat(channel.awaitClose(PATIENCE)).hasValue(1008);
    }

    @Test
    void dataThatIsLongerAsJsonThanAMessageMayBeIsRefused() {
        CborChannel channel = cbor();
        TestClient client = TestClient.over(channel);
        client.login("long", LiveGateway.PASSWORD, "web", "d").expect(200);
        String data = JSON.createObjectNode().put("x", "\u0001".repeat(20_000)).toString();

        assertThat(client.request(9000, data).expect(400).error()).isEqualTo("bad_data");
        client.sendRaw("{\"cmd_id\":3001,\"x\":\"" + "y".repeat(70_000) + "\"}");

        assertThat(client.closeCode()).isEqualTo(1009);
    }

    @Test
    void aStrangersDataIsBoundedAsJsonToo() {
        CborChannel channel = cbor();
        channel.send("{\"cmd_id\":9000,\"data\":{\"x\":\"" + "\\u0001".repeat(8000) + "\"}}");

        assertThat(channel.awaitClose(PATIENCE)).hasValue(1009);
    }
}
