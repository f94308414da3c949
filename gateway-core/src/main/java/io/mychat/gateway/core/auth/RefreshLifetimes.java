package io.mychat.gateway.core.auth;

import java.time.Duration;

/**
 * The lifetimes of refresh tokens.
 *
 * @param token lifetime of one refresh token
 * @param family lifetime of a login, and so of all refresh tokens that descend from it
 */
public record RefreshLifetimes(Duration token, Duration family) {

    /** The lifetime of the first refresh token of a login, which is the shorter of the two. */
    Duration first() {
        return token.compareTo(family) < 0 ? token : family;
    }
}
