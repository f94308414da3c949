package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The tokens of users, for host applications that authenticate them by themselves (specification 3.6). Thread-safe.
 *
 * <p>Calls block for the token store, and throw {@link io.mychat.gateway.spi.StoreUnavailableException} when it cannot
 * answer. The asynchronous forms run on a thread of the gateway; their stages fail with the same exceptions, and with a
 * {@link java.util.concurrent.RejectedExecutionException} when {@code processing.max_host_calls} are under way, or
 * when the gateway stops before the call has begun.
 *
 * @since 0.1.0
 */
public interface Tokens {

    /**
     * Issues the tokens of a new login ({@code generate_token}): the access token is for 1002 and HTTP, the refresh token
     * for {@code POST /api/auth/refresh}. The caller has authenticated the user. Takes no seat. After an exception the
     * call may be repeated.
     *
     * @param user the user; where the gateway has a {@link UserDirectory}, as the directory has it
     * @return empty: the directory does not have the user with this name and these roles, or the user's tokens were
     *     revoked during the call
     * @throws IllegalArgumentException for the reserved user {@link UserInfo#SYSTEM}
     */
    Optional<IssuedTokens> issue(UserInfo user, DeviceKey device);

    /** As {@link #issue}, on another thread. */
    CompletionStage<Optional<IssuedTokens>> issueAsync(UserInfo user, DeviceKey device);

    /** Checks an access token, revocation included ({@code verify_token}). Bans are not asked. */
    TokenVerdict verify(String token);

    /** As {@link #verify}, on another thread. */
    CompletionStage<TokenVerdict> verifyAsync(String token);

    /**
     * Revokes an access token ({@code revoke_token}) like a logout: with it end the tokens and the sessions of its
     * device, on every node.
     *
     * @return false: the token is malformed, of another issuer or expired, and there is nothing to revoke
     */
    boolean revoke(String token);

    /** As {@link #revoke}, on another thread. */
    CompletionStage<Boolean> revokeAsync(String token);

    /**
     * Whether a token that would otherwise be valid was revoked, or its account has changed ({@code is_token_revoked}).
     * False for a token that is invalid for another reason; {@link #verify} tells it.
     */
    default boolean isRevoked(String token) {
        return verify(token).equals(new TokenVerdict.Invalid(TokenVerdict.Fault.REVOKED));
    }

    /** As {@link #isRevoked}, on another thread. */
    default CompletionStage<Boolean> isRevokedAsync(String token) {
        return verifyAsync(token).thenApply(new TokenVerdict.Invalid(TokenVerdict.Fault.REVOKED)::equals);
    }
}
