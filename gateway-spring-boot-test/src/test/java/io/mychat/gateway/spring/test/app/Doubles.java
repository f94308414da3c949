package io.mychat.gateway.spring.test.app;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** What stands behind the handlers, in tests. */
@TestConfiguration(proxyBeanMethods = false)
class Doubles {

    @Bean
    Orders orders() {
        return user -> "packed for " + user;
    }
}
