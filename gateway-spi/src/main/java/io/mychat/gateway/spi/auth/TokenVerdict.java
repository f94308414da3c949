package io.mychat.gateway.spi.auth;

/**
 * The outcome of {@link TokenService#verify}.
 *
 * @since 0.1.0
 */
public sealed interface TokenVerdict {

    record Valid(TokenClaims claims) implements TokenVerdict {}

    record Invalid(Fault fault) implements TokenVerdict {}

    /** Why a token is refused. */
    enum Fault {
        MALFORMED("token_malformed"),
        /** Signed with an unknown key or another algorithm, or for another issuer or audience. */
        UNTRUSTED("token_invalid"),
        EXPIRED("token_expired"),
        NOT_YET_VALID("token_not_yet_valid"),
        /** The lifetime exceeds the allowed maximum. */
        LIVES_TOO_LONG("token_lives_too_long"),
        /** Revoked, or granted for an account that has changed or was removed. */
        REVOKED("token_revoked");

        private final String error;

        Fault(String error) {
            this.error = error;
        }

        /** The machine-readable reason on the wire. */
        public String error() {
            return error;
        }
    }
}
