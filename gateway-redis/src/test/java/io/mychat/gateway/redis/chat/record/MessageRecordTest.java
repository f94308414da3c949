package io.mychat.gateway.redis.chat.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRecordTest {

    private static final MessageRecord RECORD =
            new MessageRecord("alice", "bob", "s1", Instant.parse("2025-01-08T10:30:00.120Z"), "hi \"\\ \u0000\n 中文");

    @Test
    void whatIsWrittenIsRead() {
        assertThat(MessageRecord.parse(RECORD.text())).contains(RECORD);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"v\":1', '\"v\":0', true",
        "'\"v\":1', '\"v\":7,\"later\":{\"v\":[0],\"to\":\"eve\"}', true",
        "'\"v\":1', '\"v\":-1', false",
        "'\"v\":1', '\"v\":\"1\"', false",
        "'\"v\":1,', '', false",
        "'\"from\":\"alice\"', '\"from\":1', false",
        "'\"to\":\"bob\",', '', false",
        "'\"to\":\"bob\"', '\"to\":[\"bob\"]', false",
        "'\"content\":', '\"contents\":', false",
        "'\"time\":\"2025-01-08T10:30:00.120Z\",', '', false",
        "2025-01-08, 2025-13-08, false",
        "'{', '[', false",
        "'}', '', false"
    })
    void whatIsNoMessageOfAKnownVersionIsNone(String part, String other, boolean isOne) {
        assertThat(RECORD.text()).contains(part);

        assertThat(MessageRecord.parse(RECORD.text().replace(part, other)))
                .isEqualTo(isOne ? Optional.of(RECORD) : Optional.empty());
    }

    @Test
    void aMessageOfNoSessionHasNone() {
        assertThat(MessageRecord.parse(RECORD.text().replace(",\"session\":\"s1\"", "")))
                .map(MessageRecord::originSession)
                .contains("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "7", "null", "\"v\"", "{\"v\":1", "{\"v\":1,\"from\":{\"a\":["})
    void rubbishIsNone(String text) {
        assertThat(MessageRecord.parse(text)).isEmpty();
    }
}
