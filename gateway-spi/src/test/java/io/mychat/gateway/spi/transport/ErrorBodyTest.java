package io.mychat.gateway.spi.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {

    @Test
    void looksLikeAnErrorOfTheHttpApi() {
        assertThat(new ErrorBody(503, "Service Unavailable", "draining", "About to stop.", Duration.ofSeconds(5))
                        .json())
                .isEqualTo("{\"code\":503,\"message\":\"Service Unavailable\",\"error\":\"draining\","
                        + "\"detail\":\"About to stop.\",\"retry_after_ms\":5000}");
        assertThat(new ErrorBody(403, "Forbidden", "refused", "You may not.").json())
                .isEqualTo(
                        "{\"code\":403,\"message\":\"Forbidden\",\"error\":\"refused\",\"detail\":\"You may not.\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a \"quoted\" word", "back\\slash", "two\nlines"})
    void takesNoTextThatWouldHaveToBeEscaped(String text) {
        assertThatThrownBy(() -> new ErrorBody(400, "Bad Request", "bad", text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
