package io.mychat.gateway.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.message.RequestId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code EnvelopeTest} does not see from outside. */
class MessageDecoderTest {

    private final MessageDecoder decoder = new MessageDecoder(new Json(16, 1000));

    private DecodedMessage decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return decoder.decode(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"cmd_id\":1001,\"cmd_id\":1001}", "{\"cmd_id\":3001,\"cmd_\\u0069d\":1001}"})
    void whatNamesItsCommandTwiceHasNone(String twice) {
        assertThat(decode(twice))
                .isInstanceOfSatisfying(
                        DecodedMessage.Malformed.class,
                        malformed -> assertThat(malformed.error()).isEqualTo("bad_cmd_id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd_id\":2001,\"data\":\"{}\",\"data\":{}}",
                "{\"platform\":\"web\",\"cmd_id\":2001,\"platform\":null}",
                "{\"cmd_id\":2001,\"request_id\":1,\"request_id\":2}"
            })
    void aFieldThatCountsComesOnce(String twice) {
        assertThat(decode(twice)).isInstanceOfSatisfying(DecodedMessage.Invalid.class, invalid -> {
            assertThat(invalid.error()).isEqualTo("duplicate_field");
            assertThat(invalid.cmdId()).isEqualTo(2001);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"request_id\":\"r\",\"cmd_id\":\"3001\"}",
                "{\"request_id\":\"r\"}",
                "{\"cmd_id\":0,\"request_id\":\"r\"}"
            })
    void whoNamesNoCommandIsAnsweredUnderItsRequestId(String text) {
        assertThat(decode(text))
                .isInstanceOf(DecodedMessage.Malformed.class)
                .extracting(DecodedMessage::requestId)
                .isEqualTo(new RequestId("r", false));
    }

    @Test
    void aRequestIdIsMeasuredInCharacters() {
        String smiles = "\uD83D\uDE00".repeat(64);
        assertThat(decode("{\"cmd_id\":3001,\"request_id\":\"" + smiles + "\"}"))
                .isInstanceOf(DecodedMessage.Envelope.class);
        assertThat(decode("{\"cmd_id\":3001,\"request_id\":\"" + smiles + "x\"}"))
                .isInstanceOf(DecodedMessage.Invalid.class);
    }

    @Test
    void whatIsIgnoredMayComeAsOftenAsItLikes() {
        assertThat(decode("{\"x\":1,\"user_id\":\"a\",\"cmd_id\":3001,\"x\":2,\"user_id\":\"b\"}"))
                .isInstanceOf(DecodedMessage.Envelope.class);
    }

    @Test
    void whoWritesALoginToALogShowsNoPassword() {
        assertThat(decode("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"password\":\"hunter2\"}}")
                        .toString())
                .contains("1001", "web")
                .doesNotContain("hunter2", "password");
    }
}
