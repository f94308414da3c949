package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import java.util.List;
import java.util.Optional;

/**
 * Keeps refresh tokens and revocations. Refresh tokens are kept as hashes, and in sealed form for the moments after a
 * rotation. A revocation outlives every token that it concerns, and {@link TokenService#lifetime} may grow: a store asks
 * for it whenever it records a revocation ({@link io.mychat.gateway.spi.ModuleServices#tokenLifetime}). Every method is atomic, thread-safe and may block. Every method throws {@link
 * io.mychat.gateway.spi.StoreUnavailableException} when the store cannot answer.
 *
 * @since 0.1.0
 */
public interface TokenStore {

    /** A value above all generations that stands for a revoked family, see {@link #open}. */
    long REVOKED = Long.MAX_VALUE;

    /** The user's token generation. Tokens of earlier generations are revoked. 0 when the user was never revoked. */
    long generation(String userId);

    /**
     * Begins a family with its first refresh token. After an exception the family may have begun; a retry with the same
     * grant and token continues the same family.
     *
     * @return the user's generation, read when {@link #revokeUser} already sees the family. A caller that has signed a
     *     token of an earlier generation has raced with such a revocation and revokes the family. {@link #REVOKED} when
     *     the family itself was revoked before it began
     */
    long open(RefreshGrant grant, String tokenHash);

    /**
     * Replaces the valid refresh token of a family by its successor. When a token is presented again within 10 s of its
     * first use, by the store's clock, the outcome is {@link RotationOutcome.Repeated}, at most 10 times. Any other use
     * of an exchanged token revokes the family. A sealed successor is kept for these 10 s only. The step that revokes
     * its family, device or user deletes it, too.
     */
    RotationOutcome rotate(RotationRequest rotation);

    /** The unexpired family of a refresh token, whether or not the token is still the valid one. Changes nothing. */
    Optional<RefreshGrant> find(String tokenHash);

    /** Whether the token, its family or its user's generation has been revoked. */
    boolean isRevoked(TokenClaims claims);

    /** Revokes one access token until it expires. */
    void revokeToken(TokenClaims claims);

    /** Revokes a family: its refresh tokens and all access tokens that descend from it. */
    void revokeFamily(String familyId);

    /** Revokes all families of a device and returns them. */
    List<RefreshGrant> revokeDevice(String userId, DeviceKey device);

    /** Revokes all tokens issued to the user so far; returns the new generation. */
    long revokeUser(String userId);

    /**
     * Revokes all families of the user that were not granted for the current state of the account. A family without a
     * fingerprint is revoked. Tokens without a family, which other issuers sign, are revoked when they were issued in
     * the current second or earlier, because the state that they were issued for is unknown.
     *
     * <p>All gateways of a cluster call this when they learn of a change, which may be at different times. Families
     * that were granted for the new state in between stay valid. A family that begins during the call may stay valid
     * for any state, so its creator compares the account again afterwards.
     *
     * @param current the current state of the account, with a fingerprint
     */
    default void revokeOthers(AccountState current) {
        revokeUser(current.userId());
    }

    /**
     * Whether no call of this store waits: neither for I/O nor for a thread that may. The gateway may then call it on the
     * threads that read the sockets. Asked once, by each gateway that uses the store.
     */
    default boolean neverWaits() {
        return false;
    }
}
