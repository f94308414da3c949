package io.mychat.gateway.spring.security;

import io.mychat.gateway.spi.auth.Accounts;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.TokenVerifier;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spring.GatewayAutoConfiguration;
import io.mychat.gateway.spring.web.ServletAutoConfiguration;
import io.mychat.gateway.transport.jakarta.JakartaMount;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetailsPasswordService;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;

/**
 * Spring Security in front of a gateway: its users log in, the tokens of its decoder are taken, and its filters leave the
 * requests of the gateway to the gateway. Each of them only where the application has it; beans for accounts of the
 * gateway itself take precedence.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
        before = GatewayAutoConfiguration.class,
        after = ServletAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration",
            "org.springframework.boot.autoconfigure.security.oauth2.resource.servlet.OAuth2ResourceServerAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
            "org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.OAuth2ResourceServerAutoConfiguration"
        })
@ConditionalOnClass(Authentication.class)
@ConditionalOnProperty(prefix = "mychat.boot", name = "enabled", matchIfMissing = true)
public class SecurityAutoConfiguration {

    /** Called by Spring Boot. */
    public SecurityAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DaoAuthenticationProvider.class)
    @ConditionalOnProperty(prefix = "mychat.boot", name = "security-users", matchIfMissing = true)
    @EnableConfigurationProperties(PasswordChecks.class)
    static class Users {

        @Bean
        @ConditionalOnSingleCandidate(UserDetailsService.class)
        @ConditionalOnMissingBean({Accounts.class, CredentialVerifier.class, UserDirectory.class})
        Accounts gatewayAccounts(
                UserDetailsService users,
                ObjectProvider<PasswordEncoder> encoder,
                ObjectProvider<UserDetailsPasswordService> upgrades,
                PasswordChecks limits) {
            DaoAuthenticationProvider passwords = new DaoAuthenticationProvider(users);
            encoder.ifAvailable(passwords::setPasswordEncoder);
            upgrades.ifAvailable(passwords::setUserDetailsPasswordService);
            return new SecurityAccounts(users, passwords, limits);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({JwtDecoder.class, JwtAuthenticationConverter.class})
    @ConditionalOnProperty(prefix = "mychat.boot", name = "security-tokens", matchIfMissing = true)
    static class AccessTokens {

        @Bean
        @ConditionalOnSingleCandidate(JwtDecoder.class)
        TokenVerifier gatewayTokenVerifier(
                JwtDecoder decoder,
                TokenAuthorities authorities,
                @Value("${mychat.boot.max-token-lifetime:24h}") Duration longest) {
            return new JwtTokenVerifier(decoder, authorities, longest, Clock.systemUTC());
        }

        @Bean
        @ConditionalOnMissingBean
        TokenAuthorities gatewayAuthorities(ObjectProvider<JwtAuthenticationConverter> converter) {
            return jwt -> {
                JwtAuthenticationConverter own = converter.getIfAvailable();
                return own == null ? List.of() : own.convert(jwt).getAuthorities();
            };
        }

        /** The authorities in a token, by the application's own converter. */
        @FunctionalInterface
        interface TokenAuthorities extends Function<Jwt, Collection<? extends GrantedAuthority>> {}
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebSecurityCustomizer.class)
    @ConditionalOnBean(JakartaMount.class)
    static class Filters {

        @Bean
        WebSecurityCustomizer gatewayRequests() {
            return security -> security.ignoring().requestMatchers(new GatewayRequests());
        }
    }
}
