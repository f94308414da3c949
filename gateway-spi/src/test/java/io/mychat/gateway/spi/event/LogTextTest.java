package io.mychat.gateway.spi.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 8, 9, 10, 13, 27, 0x7f, 0x85, 0x9b, 0xa0, 0xad, 0x2028, 0x2029, 0x200b, 0x200f, 0x202e, 0x2066,
                0x3000, 0xd800, 0xe000, 0xfeff, 0xe0001
            })
    void nothingThatIsNoVisibleCharacterStaysAsItIs(int c) {
        String text = "a" + Character.toString(c) + "b";

        for (String line : new String[] {LogText.escaped(text), LogText.quoted(text)}) {
            assertThat(line)
                    .doesNotContain(Character.toString(c))
                    .contains("a\\u")
                    .contains("b");
            assertThat(line.lines()).hasSize(1);
        }
    }

    @Test
    void whatPeopleWriteStaysReadable() {
        String text = "张三 Zoë 😀 naïve <b> %s {} /path?x=1";

        assertThat(LogText.escaped(text)).isEqualTo(text);
        assertThat(LogText.quoted(text)).isEqualTo("\"" + text + "\"");
    }

    @Test
    void aQuotationCannotBeEndedFromInside() {
        assertThat(LogText.quoted("x\" y \\")).isEqualTo("\"x\\\" y \\\\\"");
        assertThat(LogText.quoted("x".repeat(201))).isEqualTo("\"" + "x".repeat(200) + "\"…");
        assertThat(LogText.quoted("")).isEqualTo("\"\"");
    }
}
