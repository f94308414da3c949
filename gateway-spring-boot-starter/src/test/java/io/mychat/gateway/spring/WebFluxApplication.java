package io.mychat.gateway.spring;

import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application with WebFlux, for a JVM whose class path has no servlet container. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class WebFluxApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(WebFluxApplication.class, arguments);
    }

    @Bean
    CredentialVerifier users() {
        return (username, password) -> new CredentialVerdict.Accepted(new UserInfo(username, username, Set.of()));
    }

    @RestController
    static class Page {

        @GetMapping("/hello")
        String hello() {
            return "hello";
        }
    }
}
