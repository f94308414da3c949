package io.mychat.gateway.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.Sensitivity;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.testkit.TestMessage;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The envelope, protocol.md 1.1 and the end of 1.5. */
class EnvelopeTest {

    private final BlockingQueue<UnifiedMessage> handled = new LinkedBlockingQueue<>();
    private final TestGateway gateway =
            TestGateway.start(builder -> builder.handler(HandlerDefinition.blocking("open", (message, context) -> {
                                handled.add(message);
                                return Reply.ok(message.data());
                            })
                            .command(9000)
                            .command(4_294_967_295L)
                            .sensitivity(Sensitivity.PUBLIC)
                            .build())
                    .handler(9001, (message, context) -> {
                        handled.add(message);
                        return Reply.ok();
                    }));
    private final Guest guest = gateway.connect();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aReplyCarriesCommandCodeMessageDataAndTime() {
        JsonNode reply = guest.raw("{\"cmd_id\":9000}").envelope();

        assertThat(reply.path("cmd_id").isIntegralNumber()).isTrue();
        assertThat(reply.path("cmd_id").asLong()).isEqualTo(9000);
        assertThat(reply.path("code").intValue()).isEqualTo(200);
        assertThat(reply.path("message").textValue()).isEqualTo("Success");
        assertThat(reply.path("data").textValue()).isEqualTo("{}");
        assertThat(reply.path("timestamp").textValue()).isEqualTo("2025-01-08T10:30:00.000Z");
    }

    @Test
    void aTextRequestIdIsEchoedAsText() {
        String odd = "4\\\"2\\u00e9\\ud83d\\ude00\\n";

        JsonNode id = guest.raw("{\"cmd_id\":9000,\"request_id\":\"" + odd + "\"}")
                .envelope()
                .path("request_id");

        assertThat(id.textValue()).isEqualTo("4\"2\u00e9\uD83D\uDE00\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "0", "-7", "9223372036854775808", "1234567890123456789012345678901234567890"})
    void anIntegerRequestIdIsEchoedAsTheSameInteger(String id) {
        JsonNode echoed = guest.raw("{\"cmd_id\":9000,\"request_id\":" + id + "}")
                .envelope()
                .path("request_id");

        assertThat(echoed.isIntegralNumber()).isTrue();
        assertThat(echoed.bigIntegerValue()).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"cmd_id\":9000}", "{\"cmd_id\":9000,\"request_id\":null}"})
    void anAbsentRequestIdIsAbsentInTheReply(String envelope) {
        TestMessage reply = guest.raw(envelope);

        assertThat(reply.code()).isEqualTo(200);
        assertThat(reply.envelope().has("request_id")).isFalse();
    }

    @Test
    void aRequestIdMayHave64CharactersAndNotOneMore() {
        String longest = "x".repeat(64);

        assertThat(guest.raw("{\"cmd_id\":9000,\"request_id\":\"" + longest + "\"}")
                        .envelope()
                        .path("request_id")
                        .textValue())
                .isEqualTo(longest);
        TestMessage refused = guest.raw("{\"cmd_id\":9000,\"request_id\":\"" + longest + "x\"}");
        assertThat(refused.code()).isEqualTo(400);
        assertThat(refused.cmdId()).isEqualTo(9000);
        assertThat(refused.error()).isEqualTo("bad_request_id");
        assertThat(refused.envelope().has("request_id")).isFalse();
        assertThat(handled).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1e3", "true", "{}", "[1]", "\"\\ud800\""})
    void aRequestIdOfAnotherTypeIsRefused(String id) {
        TestMessage refused = guest.raw("{\"cmd_id\":9000,\"request_id\":" + id + "}");

        assertThat(refused.code()).isEqualTo(400);
        assertThat(refused.cmdId()).isEqualTo(9000);
        assertThat(refused.error()).isEqualTo("bad_request_id");
        assertThat(handled).isEmpty();
    }

    @Test
    void aRequestIdOfThousandsOfDigitsIsRefusedAndNothingElse() {
        TestMessage refused = guest.raw("{\"cmd_id\":9000,\"request_id\":" + "7".repeat(5000) + "}");

        assertThat(refused.code()).isEqualTo(400);
        assertThat(guest.raw("{\"cmd_id\":9000}").code()).isEqualTo(200);
    }

    @Test
    void aFaultStillEchoesTheRequestId() {
        JsonNode refused =
                guest.raw("{\"cmd_id\":9000,\"request_id\":7,\"data\":5}").envelope();

        assertThat(refused.path("code").intValue()).isEqualTo(400);
        assertThat(refused.path("request_id").intValue()).isEqualTo(7);
    }

    @Test
    void dataIsTheTextInsideTheString() throws InterruptedException {
        guest.raw("{\"cmd_id\":9000,\"data\":\"{\\\"a\\\" : \\u00221\\u0022}\"}");

        assertThat(handled.take().data()).isEqualTo("{\"a\" : \"1\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\": [1, 2.50,\n {\"b\" :\"\\u00e9 \u00e9 \uD83D\uDE00\"}]}", "{ \"x\":{} }"})
    void dataGivenAsAnObjectIsReadAsItsExactText(String object) throws InterruptedException {
        guest.raw("{\"platform\":\"\u00fc\",\"data\": " + object + " ,\"cmd_id\":9000}");

        assertThat(handled.take().data()).isEqualTo(object);
    }

    @Test
    void dataGivenAsAnObjectMayBeAsLongAsTheFrame() throws InterruptedException {
        String object = "{\"text\":\"" + "\u00e9".repeat(20_000) + "\"}";

        gateway.login("alice", "web", "w").raw("{\"data\":" + object + ",\"cmd_id\":9000}");

        assertThat(handled.take().data()).isEqualTo(object);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"cmd_id\":9000}", "{\"cmd_id\":9000,\"data\":null}"})
    void absentDataIsAnEmptyObject(String envelope) throws InterruptedException {
        guest.raw(envelope);

        assertThat(handled.take().data()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "[1]", "true", "\"half a pair: \\ud83d\"", "\"\\ude00\""})
    void dataOfAnotherKindIsRefused(String data) {
        TestMessage refused = guest.raw("{\"cmd_id\":9000,\"data\":" + data + "}");

        assertThat(refused.code()).isEqualTo(400);
        assertThat(refused.cmdId()).isEqualTo(9000);
        assertThat(refused.error()).isEqualTo("bad_data");
        assertThat(handled).isEmpty();
    }

    @Test
    void halfAPairInsideADataObjectDoesNotReachAnybody() {
        Guest alice = gateway.login("alice", "web", "w");

        TestMessage refused = alice.raw("{\"cmd_id\":2001,\"data\":{\"to_user\":\"bob\",\"content\":\"\\ud83d\"}}");

        assertThat(refused.code()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("bad_content");
    }

    @Test
    void nobodySpeaksForSomeoneElse() throws InterruptedException {
        Guest alice = gateway.login("alice", "web", "w");
        String session = gateway.sessionsOf("alice").get(0).id();

        TestMessage reply = alice.raw(
                "{\"cmd_id\":9001,\"user_id\":\"bob\",\"session_id\":\"s-1\",\"platform\":\"ios\",\"timestamp\":5}");

        assertThat(reply.envelope().path("user_id").textValue()).isEqualTo("alice");
        assertThat(reply.envelope().path("session_id").textValue()).isEqualTo(session);
        UnifiedMessage seen = handled.take();
        assertThat(seen.userId()).isEqualTo("alice");
        assertThat(seen.sessionId()).isEqualTo(session);
        assertThat(seen.platform()).isEqualTo("web");
        assertThat(seen.timestamp()).isEqualTo(gateway.time.now());
    }

    @Test
    void beforeTheLoginNobodyIsTheUser() throws InterruptedException {
        TestMessage reply = guest.raw("{\"cmd_id\":9000,\"user_id\":\"bob\",\"session_id\":\"s-1\"}");

        assertThat(reply.envelope().has("user_id")).isFalse();
        UnifiedMessage seen = handled.take();
        assertThat(seen.userId()).isEmpty();
        assertThat(seen.sessionId()).isNotEqualTo("s-1").startsWith("s-");
    }

    @Test
    void unknownAndServerSetFieldsAreIgnoredWhateverTheyHold() {
        TestMessage reply = guest.raw("{\"code\":[{}],\"message\":{\"cmd_id\":1},\"x\":{\"data\":[[]]},"
                + "\"session_id\":17,\"user_id\":{},\"timestamp\":[],\"cmd_id\":9000}");

        assertThat(reply.code()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd_id\":0}",
                "{\"cmd_id\":-1}",
                "{\"cmd_id\":4294967296}",
                "{\"cmd_id\":99999999999999999999999}",
                "{\"cmd_id\":1.0}",
                "{\"cmd_id\":9e3}",
                "{\"cmd_id\":\"1001\"}",
                "{\"cmd_id\":null}",
                "{\"cmd_id\":[9000]}",
                "{}",
                "{\"data\":\"{}\"}",
                "{\"cmd_id\":9000,\"cmd_id\":\"x\"}",
                "{\"cmd_id\":9000,\"cmd_id\":9000}",
                "",
                "   ",
                "null",
                "9000",
                "\"text\"",
                "[{\"cmd_id\":9000}]",
                "{\"cmd_id\":9000",
                "{\"cmd_id\":9000}x",
                "{\"cmd_id\":9000}{\"cmd_id\":9000}",
                "{\"cmd_id\":9000,}",
                "{'cmd_id':9000}",
                "{\"cmd_id\":09000}",
                "{\"cmd_id\":9000} // text",
                "{\"cmd_id\":NaN}"
            })
    void whatHasNoValidCommandIs400WithCommand0(String text) {
        TestMessage refused = guest.raw(text);

        assertThat(refused.envelope().path("cmd_id").isIntegralNumber()).isTrue();
        assertThat(refused.cmdId()).isZero();
        assertThat(refused.code()).isEqualTo(400);
        assertThat(refused.message()).isEqualTo("Bad Request");
        assertThat(refused.error()).isNotEmpty();
        assertThat(refused.text("detail")).isNotEmpty();
        assertThat(guest.raw("{\"cmd_id\":9000}").code()).isEqualTo(200);
    }

    @Test
    void theLargestCommandIsACommand() {
        assertThat(guest.raw("{\"cmd_id\":4294967295}").code()).isEqualTo(200);
    }

    @Test
    void whitespaceAroundTheObjectIsFine() {
        assertThat(guest.raw(" \r\n\t{ \"cmd_id\" : 9000 } \n").code()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void jsonInAnotherEncodingIsNotJsonAlthoughItsBytesAreUtf8(String encoding) {
        byte[] bytes = "{\"cmd_id\":9000,\"data\":{\"a\":1}}".getBytes(java.nio.charset.Charset.forName(encoding));

        guest.connection().sendBytes(bytes);

        TestMessage refused = guest.client().next();
        assertThat(refused.code()).isEqualTo(400);
        assertThat(refused.cmdId()).isZero();
    }

    @Test
    void nestingIsLimitedInTheEnvelopeAndInData() {
        String deep = "[".repeat(100) + "]".repeat(100);
        String flat = "[".repeat(60) + "]".repeat(60);

        assertThat(guest.raw("{\"cmd_id\":9000,\"x\":" + deep + "}").code()).isEqualTo(400);
        assertThat(guest.raw("{\"cmd_id\":9000,\"data\":{\"x\":" + deep + "}}").code())
                .isEqualTo(400);
        assertThat(guest.raw("{\"cmd_id\":9000,\"x\":" + flat + "}").code()).isEqualTo(200);
        Guest alice = gateway.login("alice", "web", "w");
        TestMessage refused = alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"x\",\"more\":" + deep + "}");
        assertThat(refused.code()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("bad_data");
    }

    @Test
    void tenMalformedMessagesInARowCloseWith1008AndAreAllAnswered() {
        for (int i = 0; i < 10; i++) {
            guest.client().sendRaw("nonsense " + i);
        }

        assertThat(guest.client().closeCode()).isEqualTo(1008);
        assertThat(guest.client().takeAll()).hasSize(10).allMatch(message -> message.code() == 400);
    }

    @Test
    void aGoodMessageBetweenThemBeginsTheCountAnew() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 9; i++) {
                assertThat(guest.raw("nonsense").code()).isEqualTo(400);
            }
            assertThat(guest.raw("{\"cmd_id\":9000}").code()).isEqualTo(200);
        }

        assertThat(guest.connection().isOpen()).isTrue();
    }

    @Test
    void otherFaultsInsideAWellFormedFrameCloseNothing() {
        for (int i = 0; i < 30; i++) {
            assertThat(guest.raw("{\"cmd_id\":9000,\"data\":7}").code()).isEqualTo(400);
        }

        assertThat(guest.connection().isOpen()).isTrue();
    }

    @Test
    void framesThatAreNoMessagesCloseWithTheirOwnCodes() {
        Guest binary = gateway.connect();
        binary.connection().sendBinary(new byte[] {1});
        assertThat(binary.client().closeCode()).isEqualTo(1003);

        Guest broken = gateway.connect();
        broken.connection().sendBytes(new byte[] {(byte) 0xC3, (byte) 0x28});
        assertThat(broken.client().closeCode()).isEqualTo(1007);

        Guest big = gateway.connect();
        big.connection().sendBytes("x".repeat(65_537).getBytes(StandardCharsets.US_ASCII));
        assertThat(big.client().closeCode()).isEqualTo(1009);
    }

    @Test
    void theSubprotocolIsChosenWhenTheClientNamesIt() {
        var plain = io.mychat.gateway.testkit.TestHandshake.plain();

        assertThat(gateway.sockets.attempt(plain.withSubprotocol("other").withSubprotocol("mychat.v1.json")))
                .extracting("subprotocol")
                .isEqualTo("mychat.v1.json");
        assertThat(gateway.sockets.attempt(plain.withSubprotocol("other")))
                .extracting("subprotocol")
                .isNull();
        assertThat(gateway.sockets.attempt(plain)).extracting("subprotocol").isNull();
    }
}
