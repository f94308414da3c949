package io.mychat.gateway.spi.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CharactersTest {

    @Test
    void anEmojiIsOne() {
        assertThat(Characters.areAtMost(3, "😀😀😀")).isTrue();
        assertThat(Characters.areAtMost(3, "😀😀😀😀")).isFalse();
        assertThat(Characters.areAtMost(3, "abc")).isTrue();
        assertThat(Characters.areAtMost(3, "abcd")).isFalse();
        assertThat(Characters.areAtMost(0, "")).isTrue();
    }
}
