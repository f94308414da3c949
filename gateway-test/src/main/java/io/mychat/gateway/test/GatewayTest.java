package io.mychat.gateway.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a gateway for the tests of a class and its {@code @Nested} classes. Without attributes each test method has its
 * own gateway in memory, in a time that stands still, and a test takes some ten milliseconds.
 *
 * <p>Test methods and {@code @BeforeEach} methods may have these parameters:
 *
 * <ul>
 *   <li>{@link io.mychat.gateway.testkit.TestClient} with {@link Client}: a client that is connected or logged in
 *   <li>{@link LiveGateway} or {@link io.mychat.gateway.core.GatewayServer}: the gateway, or the first node
 *   <li>{@link LiveCluster}: all nodes, when {@link #nodes} is more than 1
 *   <li>{@link io.mychat.gateway.testkit.ManualTime}: the clock, when {@link #clock} is {@link Clock#MANUAL}
 *   <li>{@link io.mychat.gateway.testkit.TestHttpClient}: a client of the HTTP API
 * </ul>
 *
 * <p>The gateway has no limits of rates, and the accounts of {@link LiveGateway}. {@link GatewaySetup} methods and
 * {@link #settings} change it. Modules and plug-ins of the class path are found as in production. When a test fails, the
 * log of its gateway is a suppressed exception of the failure. A gateway whose receiver or endpoint has thrown fails the
 * test. Classes and methods may run in parallel.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(GatewayExtension.class)
public @interface GatewayTest {

    /** How clients reach the gateway. */
    Transport transport() default Transport.IN_MEMORY;

    /** How long a gateway lives. */
    Lifetime lifetime() default Lifetime.METHOD;

    /** The time of the gateway and its stores. */
    Clock clock() default Clock.MANUAL;

    /** The number of gateways; more than 1 form a cluster in this JVM, with the names {@code n1}, {@code n2} … */
    int nodes() default 1;

    /** What the nodes of a cluster share. */
    Stores stores() default Stores.MEMORY;

    /**
     * Keys of the configuration: {@code "processing.task_timeout_ms=200"}. {@code true}, {@code false} and whole numbers
     * are taken as such. They take precedence over {@link GatewaySetup} methods.
     */
    String[] settings() default {};

    enum Transport {
        /** Without sockets. */
        IN_MEMORY,
        /** Free ports of the loopback address; needs gateway-transport-undertow on the class path. */
        SOCKETS
    }

    enum Lifetime {
        /** One gateway for each test method. */
        METHOD,
        /** One gateway for all methods of the class and its nested classes; {@link GatewaySetup} methods are static. */
        CLASS
    }

    enum Clock {
        /** Stands still until a test advances it; nothing expires and no timeout ends by itself. */
        MANUAL,
        /** The real time. */
        REAL
    }

    enum Stores {
        /** Embedded stores and a bus in memory. */
        MEMORY,
        /** The stores of the modules on the class path, such as gateway-redis, as the settings configure them. */
        MODULES
    }
}
