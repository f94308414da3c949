package io.mychat.gateway.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The calls for operators on the port of the actuator. */
class OperatorsPortTest {

    @Test
    void operatorsCallThePortOfTheActuatorAndClientsCannot() throws Exception {
        int port = TestProcess.freePort();
        try (RunningApplication application = RunningApplication.start(
                        List.of(ChatApplication.class),
                        "management.server.port=" + port,
                        "management.server.address=127.0.0.1",
                        "mychat.server.management-port=" + port);
                TestClient alice = application.login("alice")) {
            assertThat(statusOf(port, "/api/system/config"))
                    .as("a login is missing")
                    .isEqualTo(401);
            assertThat(application.get("/api/system/config").statusCode()).isEqualTo(404);
            assertThat(statusOf(port, "/actuator/health")).isEqualTo(200);
            assertThat(application.get("/api/system/health").statusCode()).isEqualTo(200);
            assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
        }
    }

    @Test
    void aPortThatNobodyOpensStopsTheStart() {
        int port = TestProcess.freePort();

        assertThatThrownBy(() -> RunningApplication.start(
                        List.of(ChatApplication.class), "mychat.server.management-port=" + port))
                .rootCause()
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("$.server.management_port: is " + port)
                .hasMessageContaining("management.server.port");
    }

    @Test
    void aPortOfTheActuatorsOwnHasNoCallsUnlessTheGatewayIsToldSo() throws Exception {
        int port = TestProcess.freePort();
        try (RunningApplication application = RunningApplication.start(
                List.of(ChatApplication.class),
                "management.server.port=" + port,
                "management.server.address=127.0.0.1")) {
            assertThat(statusOf(port, "/api/system/config")).isEqualTo(503);
            assertThat(application.get("/api/system/config").statusCode()).isEqualTo(401);
        }
    }

    private static int statusOf(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
