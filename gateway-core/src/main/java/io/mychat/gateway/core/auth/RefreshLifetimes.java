package io.mychat.gateway.core.auth;

import java.time.Duration;

/**
 * How long refresh tokens live.
 *
 * @param token of one token
 * @param family of all tokens that descend from one login
 */
public record RefreshLifetimes(Duration token, Duration family) {

    /** Of a login's first token. */
    Duration first() {
        return token.compareTo(family) < 0 ? token : family;
    }
}
