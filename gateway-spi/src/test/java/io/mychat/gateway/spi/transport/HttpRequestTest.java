package io.mychat.gateway.spi.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HttpRequestTest {

    @Test
    void asTextItShowsNoSecret() {
        HttpRequest request = new HttpRequest(
                "POST",
                "/api/auth/login",
                Map.of("token", List.of("secret 1")),
                Map.of("authorization", List.of("Bearer secret 2")),
                "secret 3".getBytes(UTF_8),
                false,
                InetSocketAddress.createUnresolved("peer", 1));

        assertThat(request.toString())
                .contains("POST /api/auth/login", "token", "authorization", "8 bytes", "peer")
                .doesNotContain("secret");
    }
}
