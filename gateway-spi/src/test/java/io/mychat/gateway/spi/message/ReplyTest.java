package io.mychat.gateway.spi.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplyTest {

    @Test
    void aFailureSaysWhyInJson() {
        assertThat(Reply.failure(ErrorCode.BAD_REQUEST, "bad", "say \"please\"\\\n\u2028é\uD83D")
                        .data())
                .isEqualTo("{\"error\":\"bad\",\"detail\":\"say \\\"please\\\"\\\\\\u000a\u2028é\\ud83d\"}");
    }

    @Test
    void aFailureForLaterSaysWhen() {
        assertThat(Reply.failure(ErrorCode.SERVICE_UNAVAILABLE, "busy", "later", Duration.ofMillis(1500))
                        .data())
                .isEqualTo("{\"error\":\"busy\",\"detail\":\"later\",\"retry_after_ms\":1500}");
    }

    @Test
    void codesAreThoseOfTheSpecification() {
        assertThat(ErrorCode.values())
                .extracting(ErrorCode::code)
                .containsExactly(200, 400, 401, 403, 404, 429, 500, 503);
    }

    @Test
    void aHandlerHasANameAndValidCommands() {
        MessageHandler handler = (message, context) -> Reply.ok();

        assertThatThrownBy(() -> HandlerDefinition.blocking(" ", handler)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HandlerDefinition.blocking("x", handler).command(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HandlerDefinition.blocking("x", handler).command(1L << 32))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(HandlerDefinition.blocking("x", handler)
                        .command((1L << 32) - 1)
                        .build()
                        .sensitivity())
                .isEqualTo(Sensitivity.NORMAL);
    }
}
