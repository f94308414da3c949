package io.mychat.gateway.spring.test;

import io.mychat.gateway.spring.GatewayAutoConfiguration;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Runs the gateway of an application with its handlers and nothing else: no web server, no port, no other
 * auto-configuration, and a clock that a test advances. Of the classes that a component scan finds, those count that have
 * {@link io.mychat.gateway.spi.message.Command} methods or are beans of the gateway, such as interceptors, listeners,
 * customizers and accounts. What they need comes from {@code @MockitoBean}, {@code @Import} or a nested {@code
 * @TestConfiguration}.
 *
 * <p>Test methods may have these parameters, and all but the first may be {@code @Autowired}:
 *
 * <ul>
 *   <li>{@link io.mychat.gateway.testkit.TestClient} with {@link io.mychat.gateway.test.Client}: a client that is
 *       connected or logged in, and is closed after the test
 *   <li>{@link io.mychat.gateway.test.LiveGateway}: the gateway, its clients and its time
 *   <li>{@link io.mychat.gateway.testkit.ManualTime}: the clock
 * </ul>
 *
 * <p>Everybody's password is {@link io.mychat.gateway.test.LiveGateway#PASSWORD}, unless the application has an {@code
 * Accounts} or {@code CredentialVerifier} bean in the slice, and no rate is limited, unless a property says so. Tests with
 * the same configuration share a gateway, as they share every context of Spring: sessions that a test leaves open are
 * there in the next one. For JUnit 5.12 and newer, on Spring Boot 4 and 3.5.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@BootstrapWith(GatewayBootTestContextBootstrapper.class)
@ExtendWith({SpringExtension.class, ClientParameters.class})
@ImportAutoConfiguration({
    InMemoryGatewayAutoConfiguration.class,
    GatewayAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class
})
public @interface GatewayBootTest {

    /** Properties of the test, as {@code key=value}. */
    String[] properties() default {};
}
