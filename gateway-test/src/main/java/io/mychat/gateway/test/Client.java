package io.mychat.gateway.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of type {@link io.mychat.gateway.testkit.TestClient} in a {@link GatewayTest} or a test of Spring
 * Boot. The client is connected when
 * the method begins, and is closed after the test.
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Client {

    /** The user that the client logs in as; empty: it is only connected. */
    String value() default "";

    String password() default LiveGateway.PASSWORD;

    /** The user's roles; without effect where the host brings its own accounts. */
    String[] roles() default {};

    String platform() default "web";

    /** Empty: the gateway assigns one. */
    String device() default "";

    /** The number of the node in a cluster, from 1. */
    int node() default 1;
}
