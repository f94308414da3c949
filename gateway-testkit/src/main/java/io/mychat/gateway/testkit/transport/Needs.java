package io.mychat.gateway.testkit.transport;

import io.mychat.gateway.spi.transport.TransportCapability;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The capabilities that a rule of a contract suite needs. For a transport without one of them the test is skipped, and
 * the reason names it.
 *
 * @since 0.1.0
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {

    TransportCapability[] value();
}
