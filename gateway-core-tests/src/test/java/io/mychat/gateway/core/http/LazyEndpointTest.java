package io.mychat.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LazyEndpointTest {

    private static final HttpRequest REQUEST = new HttpRequest(
            "GET",
            "/",
            Map.of(),
            Map.of(),
            new byte[0],
            false,
            InetSocketAddress.createUnresolved("client.invalid", 1));

    private final AtomicInteger asked = new AtomicInteger();
    private final HttpEndpoint target = request -> new HttpResponse(204, Map.of(), new byte[0]);

    @Test
    void theFirstRequestMakesIt() {
        LazyEndpoint lazy = new LazyEndpoint(() -> {
            asked.incrementAndGet();
            return target;
        });
        assertThat(asked).hasValue(0);

        assertThat(lazy.handle(REQUEST).status()).isEqualTo(204);
        assertThat(lazy.handleAsync(REQUEST).toCompletableFuture().join().status())
                .isEqualTo(204);
        assertThat(lazy.admit(REQUEST)).isNotNull();
        assertThat(asked).hasValue(1);
    }

    @Test
    void aFailureIsThatOfItsRequest() {
        Supplier<HttpEndpoint> secondTime = () -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
            return target;
        };
        LazyEndpoint lazy = new LazyEndpoint(secondTime);

        assertThatThrownBy(() -> lazy.handle(REQUEST)).hasMessage("not yet");
        assertThat(lazy.handle(REQUEST).status()).isEqualTo(204);
    }
}
