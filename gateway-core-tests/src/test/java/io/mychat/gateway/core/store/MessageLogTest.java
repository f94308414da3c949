package io.mychat.gateway.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.store.MessageRecord.Text;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.testkit.RandomSeed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageLogTest {

    private static final Instant AT = Instant.parse("2026-11-30T00:00:00.123456789Z");

    private final StoredMessages messages = new StoredMessages();

    private static NewMessage message(String id, String content) {
        return new NewMessage(id, "alice", "b\u00f6b", content, null, "s-1", AT);
    }

    @Test
    void everyTextSurvives() {
        List<String> texts = List.of(
                "",
                "plain",
                "\u00e9\u00ff\u0000\u007f",
                "\u0100",
                "\u4F60\u597D \uD83D\uDE00",
                "\uD83D",
                "x\uDE00\uFFFF");
        for (String text : texts) {
            int slot = messages.add(new NewMessage("id" + text, "a" + text, "b" + text, text, text, text, AT), 0);

            for (Text each : List.of(Text.CONTENT, Text.CLIENT_MSG_ID, Text.ORIGIN)) {
                assertThat(messages.text(slot, each)).isEqualTo(text);
                assertThat(messages.has(slot, each, text)).isTrue();
                assertThat(messages.has(slot, each, text + "x")).isFalse();
                assertThat(messages.has(slot, each, null)).isFalse();
            }
            assertThat(messages.text(slot, Text.ID)).isEqualTo("id" + text);
            assertThat(messages.text(slot, Text.RECIPIENT)).isEqualTo("b" + text);
            assertThat(messages.message(slot).timestamp()).isEqualTo(AT);
            assertThat(messages.find("id" + text)).isEqualTo(slot);
        }
        int without = messages.add(message("none", "x"), 0);
        assertThat(messages.text(without, Text.CLIENT_MSG_ID)).isNull();
        assertThat(messages.has(without, Text.CLIENT_MSG_ID, null)).isTrue();
        assertThat(messages.has(without, Text.CLIENT_MSG_ID, "")).isFalse();
    }

    /** A few old messages in each block stay: their blocks would be kept for ever. */
    @Test
    void oldMessagesKeepNoBlocks() {
        RandomSeed seed = RandomSeed.get();
        Random random = seed.random(0);
        List<Integer> old = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        List<Integer> young = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            String content = i + " " + "x".repeat(random.nextInt(2000));
            int slot = messages.add(message("m" + i, content), 0);
            if (i % 200 == 0) {
                old.add(slot);
                expected.add(content);
            } else {
                young.add(slot);
            }
            if (young.size() > 100) {
                messages.remove(young.remove(random.nextInt(young.size())));
            }
        }

        for (int i = 0; i < old.size(); i++) {
            assertThat(messages.text(old.get(i), Text.CONTENT))
                    .as(seed.toString())
                    .isEqualTo(expected.get(i));
            assertThat(messages.find("m" + 200 * i)).isEqualTo(old.get(i));
        }
        assertThat(messages.capacity())
                .as("some 60 MB have been written, and 0.4 MB are left")
                .isLessThan(8L * MessageLog.BLOCK_BYTES);
    }

    @Test
    void anEmptyBlockIsUsedAgain() {
        for (int i = 0; i < 20_000; i++) {
            messages.remove(messages.add(message("m" + i, "x".repeat(1000)), 0));
        }

        assertThat(messages.capacity()).isLessThanOrEqualTo(2L * MessageLog.BLOCK_BYTES);
        assertThat(messages.count()).isZero();
        assertThat(messages.bytes()).isZero();
    }

    @Test
    void aLongMessageHasAnArrayOfItsOwn() {
        String content = "\u4F60".repeat(3_000_000);
        int slot = messages.add(message("long", content), 0);
        int next = messages.add(message("next", "x"), 0);

        assertThat(messages.text(slot, Text.CONTENT)).isEqualTo(content);
        messages.remove(slot);
        assertThat(messages.capacity()).isLessThanOrEqualTo(MessageLog.BLOCK_BYTES);
        assertThat(messages.text(next, Text.CONTENT)).isEqualTo("x");
        assertThat(messages.find("long")).isEqualTo(SlotRing.NONE);
    }

    @Test
    void aSlotIsUsedAgain() {
        @Nullable Integer first = null;
        for (int i = 0; i < 1000; i++) {
            int slot = messages.add(message("m" + i, "x"), i);
            first = first == null ? slot : first;
            assertThat(slot).isEqualTo(first);
            assertThat(messages.oldest()).isEqualTo(slot);
            messages.remove(slot);
        }
        assertThat(messages.oldest()).isEqualTo(SlotRing.NONE);
    }
}
