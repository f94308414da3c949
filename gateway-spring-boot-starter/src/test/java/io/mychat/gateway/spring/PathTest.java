package io.mychat.gateway.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.testkit.TestClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The gateway leaves the paths of the application alone, where it has one of its own. */
class PathTest {

    @Test
    void aGatewayBelowAPathLeavesApiToTheApplication() throws Exception {
        try (RunningApplication application = RunningApplication.start(
                List.of(ChatApplication.class, OwnApi.class),
                "mychat.boot.path=/chat",
                "server.servlet.context-path=/app")) {
            try (TestClient alice = application.connect("/app/chat/ws")) {
                alice.login("alice", ChatApplication.PASSWORD, "web", "").expect(200);
            }
            assertThat(application.get("/app/chat/api/system/health").body()).contains("\"healthy\"");
            assertThat(application.get("/app/api/orders").body()).isEqualTo("orders");
            assertThat(application.get("/app/ws").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aPathThatIsNoneStopsTheStart() {
        assertThatThrownBy(() -> RunningApplication.start(List.of(ChatApplication.class), "mychat.boot.path=chat/"))
                .rootCause()
                .hasMessageContaining("begin with a slash");
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnApi {

        @Bean
        Orders orders() {
            return new Orders();
        }
    }

    @RestController
    static class Orders {

        @GetMapping("/api/orders")
        String orders() {
            return "orders";
        }
    }
}
