package io.mychat.gateway.spring;

import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.message.Command;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The application of a team: a page, a handler with a dependency on the gateway, and users. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ChatApplication {

    static final String PASSWORD = "secret";

    record Greeting(String name) {}

    @Bean
    Greeter greeter(Sessions sessions) {
        return new Greeter(sessions);
    }

    /** Pages for everybody. */
    @Bean
    SecurityFilterChain pages(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(all -> all.anyRequest().permitAll()).build();
    }

    @Bean
    CredentialVerifier users() {
        return (username, password) -> password.equals(PASSWORD)
                ? new CredentialVerdict.Accepted(new UserInfo(username, username, Set.of()))
                : new CredentialVerdict.Rejected();
    }

    static class Greeter {

        private final Sessions sessions;

        Greeter(Sessions sessions) {
            this.sessions = sessions;
        }

        @Command(5001)
        public Map<String, Object> greet(Greeting greeting, Session session) {
            return Map.of(
                    "text",
                    "Hello " + greeting.name() + ", says " + session.userId(),
                    "online",
                    sessions.onlineCount());
        }
    }

    @RestController
    static class Page {

        @GetMapping("/hello")
        String hello() {
            return "hello";
        }
    }
}
