package io.mychat.gateway.spi.message;

/**
 * MessageSensitivity of specification 10.5: how strictly the authentication of a command's sender is checked.
 *
 * @since 0.1.0
 */
public enum Sensitivity {
    /** Needs no login. */
    PUBLIC,
    /** Needs a login; the session's state in memory is enough. */
    NORMAL,
    /** Needs a login that the session store confirms for this command. */
    SENSITIVE
}
