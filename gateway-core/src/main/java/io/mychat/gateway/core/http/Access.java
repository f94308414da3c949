package io.mychat.gateway.core.http;

/**
 * The callers that an endpoint allows (protocol.md section 2). {@link CallerAuthenticator} enforces it before the body
 * is read.
 */
public enum Access {
    /** Everyone; credentials are ignored. */
    ANYONE,
    /** Everyone; a shown access token has to be valid. */
    OPTIONAL_BEARER,
    /** A user with a valid access token. */
    BEARER,
    /** Users, API keys and client certificates with the role {@code admin}. */
    ADMIN,
    /** An administrator, or any API key or configured client certificate. */
    ADMIN_OR_API_KEY,
    /** As {@link #ADMIN_OR_API_KEY}, and a {@link LocalCaller} without credentials where that is allowed. */
    METRICS;

    private static final String ADMIN_ROLE = "admin";

    /** Whether a caller with valid credentials may call the endpoint. */
    boolean admits(Caller caller) {
        return switch (this) {
            case ANYONE -> true;
            case OPTIONAL_BEARER -> caller instanceof Caller.Anybody || caller instanceof Caller.User;
            case BEARER -> caller instanceof Caller.User;
            case ADMIN -> isAdmin(caller);
            case ADMIN_OR_API_KEY, METRICS ->
                caller instanceof Caller.Key || caller instanceof Caller.Certificate || isAdmin(caller);
        };
    }

    private static boolean isAdmin(Caller caller) {
        if (caller instanceof Caller.User user) {
            return user.claims().user().roles().contains(ADMIN_ROLE);
        }
        if (caller instanceof Caller.Certificate certificate) {
            return certificate.roles().contains(ADMIN_ROLE);
        }
        return caller instanceof Caller.Key key && key.roles().contains(ADMIN_ROLE);
    }
}
