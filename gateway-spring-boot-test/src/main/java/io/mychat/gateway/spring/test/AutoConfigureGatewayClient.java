package io.mychat.gateway.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Clients of the gateway in a test of the whole application, beside {@code @SpringBootTest(webEnvironment =
 * RANDOM_PORT)}: test methods may have the parameters of {@link GatewayBootTest}, without the clock, and {@link
 * io.mychat.gateway.test.LiveGateway} is a bean. Clients connect to the port of the application, or to the ports of the
 * gateway's own, which are free ones then. Users are those of the application.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClientParameters.class)
@ImportAutoConfiguration(ClientAutoConfiguration.class)
public @interface AutoConfigureGatewayClient {}
