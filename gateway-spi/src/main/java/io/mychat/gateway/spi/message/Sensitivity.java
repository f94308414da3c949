package io.mychat.gateway.spi.message;

/** How much a command asks of the session's authentication (specification 10.5). */
public enum Sensitivity {
    /** Needs no login. */
    PUBLIC,
    /** Needs a login; the session's state in memory is enough. */
    NORMAL,
    /** Needs a login that the session store confirms at this moment. */
    SENSITIVE
}
