package io.mychat.gateway.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.mychat.gateway.spring.actuator.SessionsEndpoint;
import io.mychat.gateway.testkit.TestClient;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** An application with Spring Security, its actuator and Micrometer. */
class SecuredApplicationTest {

    @Test
    void theUsersOfTheApplicationTalkAndItsOperatorsSeeThem() throws Exception {
        try (RunningApplication application = RunningApplication.start(
                        List.of(Secured.class),
                        "management.endpoints.web.exposure.include=*",
                        "management.endpoint.health.show-details=always",
                        "management.endpoint.mychatsessions.access=unrestricted");
                TestClient alice = application.login("alice");
                TestClient root = application.login("root")) {
            alice.request(2001, "{\"to_user\":\"root\",\"content\":\"hi\"}").expect(200);
            assertThat(root.next(2003).text("content")).isEqualTo("hi");
            assertThat(alice.request(2001, "{\"to_user\":\"nobody\",\"content\":\"hi\"}")
                            .code())
                    .isEqualTo(404);

            assertThat(application.get("/actuator/info").statusCode())
                    .as("Spring Security still guards")
                    .isEqualTo(401);
            assertThat(asRoot(application, "/actuator/health"))
                    .contains("\"mychat\"")
                    .contains("\"ready\":true");
            assertThat(asRoot(application, "/actuator/info")).contains("\"authenticated\":2");
            assertThat(asRoot(application, "/actuator/mychatsessions")).contains("\"user_id\":\"alice\"");
            assertThat(asRoot(application, "/actuator/mychatsessions/alice")).contains("\"platform\":\"web\"");
            MeterRegistry meters = application.bean(MeterRegistry.class);
            // Meters come while the registry is read, at most once a second.
            Awaitility.await()
                    .until(() -> meters.get("mychat.meters").gauge().value() > 0
                            && !meters.find("mychat.logins").functionCounters().isEmpty());

            assertThat(application.bean(SessionsEndpoint.class).kick("alice")).containsEntry("kicked", 1);
            assertThat(alice.closeCode()).isEqualTo(4410);
        }
    }

    private static String asRoot(RunningApplication application, String path) throws Exception {
        String login = Base64.getEncoder()
                .encodeToString(("root:" + ChatApplication.PASSWORD).getBytes(StandardCharsets.UTF_8));
        return application
                .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + application.port() + path))
                        .header("Authorization", "Basic " + login)
                        .GET())
                .body();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Secured {

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("alice")
                            .password("{noop}" + ChatApplication.PASSWORD)
                            .roles("USER")
                            .build(),
                    User.withUsername("root")
                            .password("{noop}" + ChatApplication.PASSWORD)
                            .roles("ADMIN")
                            .build());
        }
    }
}
