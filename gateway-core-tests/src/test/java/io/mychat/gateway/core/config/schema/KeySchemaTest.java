package io.mychat.gateway.core.config.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySchemaTest {

    private static final ConfigSchema SCHEMA = ConfigSchema.of("gateway_config.json", List.of());

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "n1\n", "ü"})
    void aTextThatDoesNotMatchThePatternBreaksTheRule(String text) {
        assertThat(SCHEMA.key("$.server.node_id").textFault(text)).contains("must be 1 to 64 of A-Z a-z 0-9 . _ -");
    }

    @Test
    void aTextThatMatchesThePatternHasNoFault() {
        assertThat(SCHEMA.key("$.server.node_id").textFault("n-1")).isEmpty();
    }

    @Test
    void aKeyInsideAListIsDeclaredAndSecretsAreNotShown() {
        KeySchema hash = SCHEMA.key("$.security.api_keys[3].sha256");

        assertThat(hash.isDeclared()).isTrue();
        assertThat(hash.isOpen()).isFalse();
        assertThat(SCHEMA.key("$.security.api_keys[3].sha").isDeclared()).isFalse();
    }

    @Test
    void numbersHaveBoundsAndADefault() {
        KeySchema chats = SCHEMA.key("$.messages.max_chats");

        assertThat(chats.defaultNumber()).isEqualTo(200_000);
        assertThatThrownBy(() -> chats.check(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max_chats must be from 1 to 2147483647, not 0");
    }
}
