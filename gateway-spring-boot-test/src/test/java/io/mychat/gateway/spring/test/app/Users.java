package io.mychat.gateway.spring.test.app;

import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Users, who are no part of a slice: the scan finds this configuration. */
@Configuration(proxyBeanMethods = false)
class Users {

    @Bean
    CredentialVerifier directory() {
        return (username, password) -> password.equals("of the directory")
                ? new CredentialVerdict.Accepted(new UserInfo(username, username, Set.of()))
                : new CredentialVerdict.Rejected();
    }
}
