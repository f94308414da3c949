package io.mychat.gateway.spi.hook;

/**
 * What becomes of a request whose hook throws, is late or has no place to run.
 *
 * @since 0.1.0
 */
public enum OnFailure {
    /** It goes on as if the hook had not been there. */
    OPEN,
    /** It is refused with 503 {@code hook_failed}; a connection is closed with 1013. */
    CLOSED
}
