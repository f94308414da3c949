package io.mychat.gateway.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a {@link GatewayTest} that adds handlers, plug-ins, stores or settings before each start of a gateway; in a
 * cluster, before the start of each node. Its parameters are a {@link io.mychat.gateway.core.GatewayBuilder} and, where it
 * needs the clock, a {@link io.mychat.gateway.testkit.ManualTime}. Methods of superclasses and enclosing classes run
 * first. It is static where the gateway lives as long as the class.
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface GatewaySetup {}
