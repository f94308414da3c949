package io.mychat.gateway.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.message.UnifiedMessage;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code to_json} and {@code from_json} of specification 4.3. */
class UnifiedMessageJsonTest {

    private static final Instant AT = Instant.parse("2025-01-08T10:30:00.123Z");

    @Test
    void aMessageIsWrittenAsAFrameHasIt() {
        UnifiedMessage message =
                new UnifiedMessage(2001, "s-1", "alice", "{\"to\":\"bob\"}", "web", AT, new RequestId("42", true));

        assertThat(message.toJson())
                .isEqualTo("{\"cmd_id\":2001,\"request_id\":42,\"session_id\":\"s-1\",\"user_id\":\"alice\","
                        + "\"platform\":\"web\",\"data\":\"{\\\"to\\\":\\\"bob\\\"}\","
                        + "\"timestamp\":\"2025-01-08T10:30:00.123Z\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "not JSON", "", "\"\\ \u0000\u001f\u2028", "\u4f60\u597d \ud83d\ude00", "/\t\n\r"})
    void whatIsWrittenIsReadAgain(String text) {
        for (RequestId id : new RequestId[] {null, new RequestId("7", true), new RequestId(text, false)}) {
            UnifiedMessage message = new UnifiedMessage(4_294_967_295L, text, text, text, text, AT, id);

            assertThat(UnifiedMessage.fromJson(message.toJson())).isEqualTo(message);
        }
    }

    @Test
    void theMessageOfTheSpecificationIsRead() {
        UnifiedMessage message = UnifiedMessage.fromJson("{\"cmd_id\": 1001, \"session_id\": \"session_123\","
                + "\"user_id\": \"user_456\", \"data\": \"{\\\"username\\\":\\\"test\\\"}\", \"platform\": \"android\","
                + "\"timestamp\": \"2025-01-08T10:30:00Z\", \"unknown\": [{}]}");

        assertThat(message)
                .isEqualTo(new UnifiedMessage(
                        1001,
                        "session_123",
                        "user_456",
                        "{\"username\":\"test\"}",
                        "android",
                        Instant.parse("2025-01-08T10:30:00Z"),
                        null));
    }

    @Test
    void dataMayBeAnObjectAndTheTimeOfAnotherZone() {
        UnifiedMessage message = UnifiedMessage.fromJson(
                "{\"cmd_id\":1,\"data\":{\"a\":1.0},\"timestamp\":\"2025-01-08T11:30:00+01:00\"}");

        assertThat(message.data()).isEqualTo("{\"a\":1.0}");
        assertThat(message.timestamp()).isEqualTo(Instant.parse("2025-01-08T10:30:00Z"));
        assertThat(message.userId()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | JSON",
                "[] | one JSON object",
                "{} {} | behind",
                "{\"timestamp\":\"2025-01-08T10:30:00Z\"} | cmd_id",
                "{\"cmd_id\":0,\"timestamp\":\"2025-01-08T10:30:00Z\"} | cmd_id",
                "{\"cmd_id\":1} | timestamp is required",
                "{\"cmd_id\":1,\"timestamp\":\"yesterday\"} | timestamp",
                "{\"cmd_id\":1,\"timestamp\":7} | timestamp is a string",
                "{\"cmd_id\":1,\"user_id\":7,\"timestamp\":\"2025-01-08T10:30:00Z\"} | user_id",
                "{\"cmd_id\":1,\"user_id\":\"a\",\"user_id\":\"b\",\"timestamp\":\"2025-01-08T10:30:00Z\"} | user_id",
                "{\"cmd_id\":1,\"data\":7,\"timestamp\":\"2025-01-08T10:30:00Z\"} | data"
            })
    void aTextThatIsNoMessageIsNamed(String json, String fault) {
        assertThatThrownBy(() -> UnifiedMessage.fromJson(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(fault);
    }
}
