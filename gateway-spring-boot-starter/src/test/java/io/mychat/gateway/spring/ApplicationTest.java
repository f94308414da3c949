package io.mychat.gateway.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.testkit.TestClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One dependency and one handler: a gateway on the port of the application, beside its own pages. */
class ApplicationTest {

    private static RunningApplication application;

    @BeforeAll
    static void start() {
        application = RunningApplication.start(List.of(ChatApplication.class));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void peopleTalkOnThePortOfTheApplication() throws Exception {
        try (TestClient alice = application.login("alice");
                TestClient bob = application.login("bob")) {
            alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}").expect(200);

            assertThat(bob.next(2003).text("content")).isEqualTo("hi");
        }
        assertThat(application.get("/hello").body()).isEqualTo("hello");
        assertThat(application.get("/api/system/health").body()).contains("\"healthy\"");
    }

    @Test
    void aMethodOfABeanAnswersACommand() {
        try (TestClient carol = application.login("carol")) {
            assertThat(carol.request(5001, "{\"name\":\"world\"}").expect(200).text("text"))
                    .isEqualTo("Hello world, says carol");
            assertThat(carol.request(5001, "{}").code()).isEqualTo(400);
        }
    }

    @Test
    void theCallsOfTheGatewayAreBeans() {
        Sessions sessions = application.bean(Sessions.class);
        try (TestClient dave = application.login("dave")) {
            assertThat(sessions.pushToUser("dave", "{\"badge\":3}")).isEqualTo(1);
            assertThat(dave.next(4001).text("badge")).isEqualTo("3");
            assertThat(application.bean(GatewayServer.class).sessions().sessionsOf("dave"))
                    .hasSize(1);
        }
        assertThatThrownBy(() -> sessions.pushToUser("dave", "no json")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWrongPasswordIsRefused() {
        try (TestClient mallory = application.connect("/ws")) {
            assertThat(mallory.login("mallory", "guess", "web", "").code()).isEqualTo(401);
        }
    }
}
