package io.mychat.gateway.core.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.spi.session.KickRequest;
import org.junit.jupiter.api.Test;

/** The limits that {@code openapi.json} states are those of the code. */
class StatedLimitsTest {

    private final JsonNode document = ApiContract.document();

    @Test
    void pagesOfOnlineUsers() {
        JsonNode page = document.at("/paths/~1connections~1online/get/parameters/0/schema");

        assertThat(page.path("default").intValue()).isEqualTo(ConnectionEndpoints.DEFAULT_PAGE);
        assertThat(page.path("maximum").intValue()).isEqualTo(ConnectionEndpoints.MAX_PAGE);
    }

    @Test
    void longestReasonOfAKick() {
        JsonNode reason = document.at("/components/schemas/KickRequest/properties/reason/maxLength");

        assertThat(reason.intValue()).isEqualTo(KickRequest.MAX_REASON);
    }
}
