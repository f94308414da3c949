package io.mychat.gateway.transport.common.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AgreementTest {

    private static final String ANSWER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    private static String answer(String... lines) {
        return Objects.requireNonNull(Agreement.on(List.of(lines))).answer();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate;client_max_window_bits=8",
                "permessage-deflate ; client_max_window_bits = \"1\\5\" ",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "x-webkit-deflate-frame, permessage-deflate",
                ", ,permessage-deflate\t,",
            })
    void anAcceptableOfferIsAnsweredWithoutContextTakeover(String header) {
        assertThat(answer(header)).isEqualTo(ANSWER);
    }

    @ParameterizedTest
    @CsvSource({"8", "9", "10", "11", "12", "13", "14", "15"})
    void theWindowThatTheClientWantsIsKept(int bits) {
        assertThat(answer("permessage-deflate; server_max_window_bits=" + bits))
                .isEqualTo(ANSWER + "; server_max_window_bits=" + bits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=08",
                "permessage-deflate; server_max_window_bits=+9",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=\"99999999999\"",
                "permessage-deflate; client_no_context_takeover=1",
                "permessage-deflate; server_no_context_takeover=true",
                "permessage-deflate; unknown",
                "permessage-deflate; unknown=1",
                "permessage-deflate; client_max_window_bits; client_max_window_bits",
                "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "x-webkit-deflate-frame; permessage-deflate",
                "PerMessage-Deflate",
                "deflate",
            })
    void anOfferThatIsNotToTheLetterIsDeclined(String header) {
        assertThat(Agreement.on(List.of(header))).isNull();
    }

    @Test
    void theFirstAcceptableOfferCounts() {
        assertThat(answer(
                        "permessage-deflate; unknown, permessage-deflate; server_max_window_bits=10",
                        "permessage-deflate"))
                .endsWith("server_max_window_bits=10");
        assertThat(answer("permessage-deflate; server_max_window_bits=99", "permessage-deflate"))
                .isEqualTo(ANSWER);
        assertThat(Agreement.on(List.of())).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate;",
                "permessage-deflate; ;",
                "permessage-deflate; =1",
                "permessage-deflate; client_max_window_bits=",
                "permessage-deflate; client_max_window_bits=\"\"",
                "permessage-deflate; client_max_window_bits=\"1 5\"",
                "permessage-deflate; client_max_window_bits=\"15",
                "permessage-deflate; client_max_window_bits=\"15\\",
                "permessage-deflate client_max_window_bits",
                "permessage deflate",
                "permessage-deflate, <x>",
                "=",
                "permessage-deflate; x=1=2",
                "permessage-deflateé",
            })
    void aMalformedHeaderFailsTheHandshake(String header) {
        assertThatThrownBy(() -> Agreement.on(List.of(header)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Sec-WebSocket-Extensions is malformed at character");
    }
}
