package io.mychat.gateway.spi.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextLengthTest {

    @Test
    void anEmojiIsOne() {
        assertThat(TextLength.isAtMost(3, "😀😀😀")).isTrue();
        assertThat(TextLength.isAtMost(3, "😀😀😀😀")).isFalse();
        assertThat(TextLength.isAtMost(3, "abc")).isTrue();
        assertThat(TextLength.isAtMost(3, "abcd")).isFalse();
        assertThat(TextLength.isAtMost(0, "")).isTrue();
    }
}
