package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import java.util.List;
import java.util.Optional;

/**
 * Keeps refresh tokens (as hashes, and sealed for the moments after a rotation) and revocations. Every method is atomic,
 * safe for use by many threads, and may block; each throws {@link io.mychat.gateway.spi.StoreUnavailableException} when the
 * store cannot answer.
 */
public interface TokenStore {

    /** In place of a generation, and above all of them: see {@link #open}. */
    long REVOKED = Long.MAX_VALUE;

    /**
     * Lets the store know who signs. Whatever is revoked stays revoked as long as a token lives that it is about, and the
     * service's {@link TokenService#lifetime} may grow. Once, before the first call; a store that is never told remembers
     * as long as its own settings say.
     */
    default void attach(TokenService tokens) {}

    /** The user's token generation: tokens of an earlier one are revoked. 0 for a user nobody has revoked yet. */
    long generation(String userId);

    /**
     * Begins a family with its first refresh token. After a failure it may have begun: the same grant with the same token may be
     * given again, and is one family.
     *
     * @return the user's generation at a moment when {@link #revokeUser} finds the family already: who has signed a token
     *     of an earlier one has met such a revocation, and revokes the family. {@link #REVOKED} when the family itself was
     *     revoked before it began
     */
    long open(RefreshGrant grant, String tokenHash);

    /**
     * Replaces the living refresh token of a family by its successor. A token that is shown again less than 10 s after its
     * first use, by the store's clock, is {@link RotationOutcome.Repeated}, at most 10 times. Any other use of a dead token
     * revokes the family. A sealed successor is kept for those 10 s only, and is deleted in the step that revokes its family,
     * device or user.
     */
    RotationOutcome rotate(Rotation rotation);

    /** The family of a refresh token, living or dead, that has not expired. Changes nothing. */
    Optional<RefreshGrant> find(String tokenHash);

    /** Whether the token, its family or its user's generation has been revoked. */
    boolean isRevoked(TokenClaims claims);

    /** Revokes one access token until it expires by itself. */
    void revokeToken(TokenClaims claims);

    /** Revokes a family: its refresh tokens and all access tokens that descend from it. */
    void revokeFamily(String familyId);

    /** Revokes all families of a device. */
    List<RefreshGrant> revokeDevice(String userId, DeviceKey device);

    /** Revokes everything that was issued to the user before; returns the new generation. */
    long revokeUser(String userId);

    /**
     * Revokes all families of the user that were not granted for the account as it is now; one without a fingerprint was
     * not. Tokens of no family, which other issuers sign, are revoked when they were issued in this second or before: whose
     * state they were issued for, nobody knows. Gateways of a cluster that learn of one change at different times all call this: what the first one of them has
     * granted for the new state stays. A family that is begun at the same moment may stay for whatever state: who begins it
     * compares the account once more afterwards.
     *
     * @param current the account as it is now; with a fingerprint
     */
    default void revokeOthers(AccountState current) {
        revokeUser(current.userId());
    }
}
