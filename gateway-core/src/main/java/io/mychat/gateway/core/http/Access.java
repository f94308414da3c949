package io.mychat.gateway.core.http;

/** Who may call an endpoint (protocol.md section 2). Enforced by {@link CallerAuthenticator} before the body is looked at. */
public enum Access {
    /** Everybody; credentials are not looked at. */
    ANYONE,
    /** A user with a valid access token. */
    BEARER,
    /** Whoever has the role {@code admin}: a user, or an API key. */
    ADMIN,
    /** An administrator, or any API key. */
    ADMIN_OR_API_KEY,
    /** As {@link #ADMIN_OR_API_KEY}, and a {@link LocalCaller} without credentials where that is allowed. */
    METRICS;

    private static final String ADMIN_ROLE = "admin";

    /** Whether a caller whose credentials are good may go on. */
    boolean admits(Caller caller) {
        return switch (this) {
            case ANYONE -> true;
            case BEARER -> caller instanceof Caller.User;
            case ADMIN -> isAdmin(caller);
            case ADMIN_OR_API_KEY, METRICS -> caller instanceof Caller.Key || isAdmin(caller);
        };
    }

    private static boolean isAdmin(Caller caller) {
        if (caller instanceof Caller.User user) {
            return user.claims().user().roles().contains(ADMIN_ROLE);
        }
        return caller instanceof Caller.Key key && key.roles().contains(ADMIN_ROLE);
    }
}
