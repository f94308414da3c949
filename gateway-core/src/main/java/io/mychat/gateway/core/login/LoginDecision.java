package io.mychat.gateway.core.login;

import java.util.function.Function;

/**
 * The decision about a login.
 *
 * @param <T> the result of a granted login
 */
public sealed interface LoginDecision<T> {

    record Granted<T>(T value) implements LoginDecision<T> {}

    record Refused<T>(LoginRefusal reason) implements LoginDecision<T> {}

    /** Continues with the next decision if this one is granted; a refusal stays as it is. */
    default <U> LoginDecision<U> then(Function<T, LoginDecision<U>> next) {
        return this instanceof Granted<T> granted
                ? next.apply(granted.value())
                : new Refused<>(((Refused<T>) this).reason());
    }
}
