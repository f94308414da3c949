package io.mychat.gateway.core.http.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvelopeListTest {

    private static List<String> messages(String body) {
        EnvelopeList list =
                EnvelopeList.of(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        List<String> messages = new ArrayList<>();
        Post post = new Post(list);
        while (!post.isTaken()) {
            messages.add(new String(list.body(), post.from(), post.length(), StandardCharsets.UTF_8));
            post.advance();
        }
        return messages;
    }

    @Test
    void messagesAreFoundByTheirBorders() {
        assertThat(messages(" {\"a\":[1,2]} ")).containsExactly("{\"a\":[1,2]} ");
        assertThat(messages("[]")).isEmpty();
        assertThat(messages(" [ ] ")).isEmpty();
        assertThat(messages("[ {\"a\":\"],}\\\"\"} ,[1,2],{}] "))
                .containsExactly("{\"a\":\"],}\\\"\"} ", "[1,2]", "{}");
        assertThat(messages("[1]")).containsExactly("1");
        assertThat(messages("[,]")).as("elements that the codec refuses").containsExactly("", "");
        assertThat(messages("[1, ]")).containsExactly("1", "");
        assertThat(messages("[\"你好\"]")).containsExactly("\"你好\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "1", "[", "[1", "[1,", "[[]", "[\"]", "[\"\\", "[] 1", "[1]]", "[1],", "{\"a\":\"\uD800"
            })
    void aBodyThatEndsTooSoonOrTooLateIsNone(String body) {
        byte[] bytes = body.endsWith("\uD800")
                ? new byte[] {'{', (byte) 0xed, (byte) 0xa0, (byte) 0x80}
                : body.getBytes(StandardCharsets.UTF_8);
        assertThat(EnvelopeList.of(bytes)).isEmpty();
    }

    /** A megabyte of commas took 50 MB before: 16 requests took the heap of a small gateway. */
    @Test
    void bordersTakeNoMemory() {
        byte[] commas = new byte[1_048_576];
        Arrays.fill(commas, (byte) ',');
        commas[0] = '[';
        commas[commas.length - 1] = ']';
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        EnvelopeList list = EnvelopeList.of(commas).orElseThrow();

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
        assertThat(list.size()).isEqualTo(commas.length - 1);
    }
}
