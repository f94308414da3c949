package io.mychat.gateway.spi.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "7", "-12", "9007199254740993", "123456789012345678901234567890"})
    void anIntegerHasTheTextOfOne(String text) {
        assertThat(new RequestId(text, true).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "01", "-01", "1.0", "1e3", "+1", " 1", "1 ", "x", "1}", "\u0661", "--1"})
    void anIntegerWithAnotherTextIsRefused(String text) {
        assertThatThrownBy(() -> new RequestId(text, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no JSON integer");
    }

    @Test
    void aStringIsAnyTextOfUpTo64Characters() {
        assertThat(new RequestId("1}", false).text()).isEqualTo("1}");
        assertThatThrownBy(() -> new RequestId("x".repeat(65), false)).hasMessageContaining("64");
    }
}
