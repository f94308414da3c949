package io.mychat.gateway.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveredMessageTest {

    private static final Instant SENT = Instant.parse("2026-11-30T08:00:00.120Z");
    private static final Instant AT = Instant.parse("2026-11-30T08:00:01.003Z");

    private final ObjectMapper jackson = new ObjectMapper();
    private final JsonCodec codec = new JsonCodec(new Json(64, 65_536));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "a \"quote\" and a \\ backslash",
                "\b\t\n\f\r\u0000\u0001\u001f\u007f",
                "\u00e9\u4f60\u597d\uD83D\uDE00",
                "\uD83D alone, and \uDE00",
                "\uDE00\uD83D",
                "\u2028</script>\u2029"
            })
    void theBytesAreThoseOfTheNotice(String text) throws IOException {
        assertSame(text);
    }

    @Test
    void theBytesOfManyTextsAreThoseOfTheNotice() throws IOException {
        Random random = new Random(20261130);
        for (int run = 0; run < 2000; run++) {
            int kinds = 1 + random.nextInt(3);
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append(
                        switch (random.nextInt(kinds)) {
                            case 0 -> (char) (' ' + random.nextInt(95));
                            case 1 -> (char) random.nextInt(128);
                            default -> (char) random.nextInt(0x10000);
                        });
            }
            assertSame(text.toString());
        }
    }

    @Test
    void aGapIsTold() throws IOException {
        JsonNode data = jackson.readTree(jackson.readTree(direct(message("hello", "bob", true)))
                .path("data")
                .asText());

        assertThat(data.path("gap").asBoolean()).isTrue();
        assertThat(data.path("content").asText()).isEqualTo("hello");
        assertThat(data.path("inbox_seq").asLong()).isEqualTo(41);
        assertThat(data.path("chat_seq").asLong()).isEqualTo(1_000_000_007L);
        assertThat(data.path("timestamp").asText()).isEqualTo("2026-11-30T08:00:00.120Z");
    }

    private void assertSame(String text) throws IOException {
        for (boolean gap : new boolean[] {false, true}) {
            DeliveredMessage content = message(text, "bob", gap);
            assertThat(direct(content)).isEqualTo(byNotice(content));
            assertThat(MessageEncoder.lengthOf(content))
                    .isEqualTo(byNotice(content).getBytes(StandardCharsets.UTF_8).length);
            DeliveredMessage names = message("hello", text, gap);
            assertThat(direct(names)).isEqualTo(byNotice(names));
        }
    }

    private static DeliveredMessage message(String content, String user, boolean gap) {
        ChatMessage message =
                new ChatMessage("m-" + user, ChatId.between("alice", "bob"), 1_000_000_007L, user, user, content, SENT);
        return new DeliveredMessage(
                2003, user, "e" + user, new InboxEntry(41, message, "other"), MessageEncoder.rfc3339(SENT), gap, AT);
    }

    private String direct(DeliveredMessage message) {
        PayloadBuffer into = new PayloadBuffer(0);
        codec.encode(message, into);
        return new String(into.toByteArray(), StandardCharsets.UTF_8);
    }

    private String byNotice(DeliveredMessage message) {
        PayloadBuffer into = new PayloadBuffer(0);
        codec.encode(message.notice(), into);
        return new String(into.toByteArray(), StandardCharsets.UTF_8);
    }
}
