package io.mychat.gateway.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.TestClient;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Ports of the gateway's own, where the application has none for it. */
@ExtendWith(OutputCaptureExtension.class)
class OwnPortsTest {

    private static final String[] FREE_PORTS = {
        "mychat.server.host=127.0.0.1", "mychat.server.websocket-port=0", "mychat.server.http-port=0"
    };

    @Test
    void anApplicationWithoutAServletContainerIsTold(CapturedOutput output) {
        try (RunningApplication application = RunningApplication.start(
                List.of(Plain.class),
                FREE_PORTS[0],
                FREE_PORTS[1],
                FREE_PORTS[2],
                "spring.main.web-application-type=none")) {
            aliceLogsInAt(application);
        }
        assertThat(output.getAll())
                .contains("The gateway opens ports of its own")
                .contains("has no servlet container");
    }

    @Test
    void aServletApplicationMayLeaveItsPortToItself() throws Exception {
        try (RunningApplication application = RunningApplication.start(
                List.of(ChatApplication.class),
                FREE_PORTS[0],
                FREE_PORTS[1],
                FREE_PORTS[2],
                "mychat.boot.own-ports=true")) {
            aliceLogsInAt(application);
            assertThat(application.get("/ws").statusCode()).isEqualTo(404);
            assertThat(application.get("/hello").body()).isEqualTo("hello");
        }
    }

    private static void aliceLogsInAt(RunningApplication application) {
        int port = application.bean(GatewayServer.class).webSocketAddress().getPort();
        try (TestClient alice = TestClient.connect(URI.create("ws://127.0.0.1:" + port + "/ws"))) {
            alice.login("alice", ChatApplication.PASSWORD, "web", "").expect(200);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {

        @Bean
        CredentialVerifier users() {
            return (username, password) -> new CredentialVerdict.Accepted(new UserInfo(username, username, Set.of()));
        }
    }
}
