package io.mychat.gateway.spi.message;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a public method that answers commands, see {@link HandlerDefinition#ofMethods}. Its parameters, in any order and
 * each at most once: a record, which is the payload; {@link UnifiedMessage}; {@link MessageContext}; {@link
 * io.mychat.gateway.spi.session.Session}. {@link PayloadHandler#handle} says what it may return and throw.
 *
 * @since 0.1.0
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Command {

    /** The command ids, 1 to 4294967295. */
    long[] value();

    /** The name for routes; empty: the simple name of the class, a dot, and the name of the method. */
    String name() default "";

    Sensitivity sensitivity() default Sensitivity.NORMAL;

    /** The user needs at least one of these roles; none: every user is allowed. */
    String[] roles() default {};

    /** Whether messages of one session may be handled at the same time. */
    boolean concurrent() default false;

    /** The timeout in milliseconds; 0: {@code processing.task_timeout_ms} applies. */
    long timeoutMillis() default 0;
}
