package io.mychat.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.FakeTokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages of a host application beside the API. */
class PagesTest {

    private static final Map<String, String> NONE = Map.of();
    private static final HttpEndpoint PAGES =
            request -> new HttpResponse(418, NONE, ("page of " + request.path()).getBytes(StandardCharsets.UTF_8));

    private final ManualTime time = new ManualTime();
    private final InMemoryHttpTransport http = new InMemoryHttpTransport();
    private final GatewayServer gateway = GatewayServer.builder()
            .time(time)
            .setting("server.watchdog_seconds", 0)
            .webSocketTransport(new InMemoryTransport(time))
            .httpTransport(http)
            .tokens(new FakeTokens(time))
            .managementPort(8082)
            .pages(PAGES)
            .build();

    @BeforeEach
    void start() throws IOException {
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.close();
        assertThat(http.failures()).isEmpty();
    }

    @Test
    void pagesAnswerWhatIsNotBelowTheApi() {
        for (String path : List.of("/", "/index.html", "/apis", "/API/system/health")) {
            assertThat(http.get(path, NONE).status()).as(path).isEqualTo(418);
        }
    }

    @Test
    void theApiStaysWhatItIs() {
        assertThat(http.get("/api/system/health", NONE).status()).isEqualTo(200);
        assertThat(http.get("/api/system/nothing", NONE).status()).isEqualTo(404);
        assertThat(http.get("/api", NONE).status()).isEqualTo(404);
    }

    @Test
    void theManagementPortHasNoPages() {
        assertThat(http.other().get("/", NONE).status()).isEqualTo(404);
    }
}
