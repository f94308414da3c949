package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.RotationRequest;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import java.util.List;
import java.util.Optional;

/** Measures each operation of a {@link TokenStore}. Thread-safe. */
final class ObservedTokenStore implements TokenStore {

    private final TokenStore store;
    private final ObservedCall generation;
    private final ObservedCall open;
    private final ObservedCall rotate;
    private final ObservedCall find;
    private final ObservedCall isRevoked;
    private final ObservedCall revokeToken;
    private final ObservedCall revokeFamily;
    private final ObservedCall revokeDevice;
    private final ObservedCall revokeUser;
    private final ObservedCall revokeOthers;

    ObservedTokenStore(TokenStore store, ObservedStore calls) {
        this.store = store;
        generation = calls.operation("generation");
        open = calls.operation("open");
        rotate = calls.operation("rotate");
        find = calls.operation("find");
        isRevoked = calls.operation("is_revoked");
        revokeToken = calls.operation("revoke_token");
        revokeFamily = calls.operation("revoke_family");
        revokeDevice = calls.operation("revoke_device");
        revokeUser = calls.operation("revoke_user");
        revokeOthers = calls.operation("revoke_others");
    }

    @Override
    public long generation(String userId) {
        return generation.get(() -> store.generation(userId));
    }

    @Override
    public long open(RefreshGrant grant, String tokenHash) {
        return open.get(() -> store.open(grant, tokenHash));
    }

    @Override
    public RotationOutcome rotate(RotationRequest rotation) {
        return rotate.get(() -> store.rotate(rotation));
    }

    @Override
    public Optional<RefreshGrant> find(String tokenHash) {
        return find.get(() -> store.find(tokenHash));
    }

    @Override
    public boolean isRevoked(TokenClaims claims) {
        return isRevoked.get(() -> store.isRevoked(claims));
    }

    @Override
    public void revokeToken(TokenClaims claims) {
        revokeToken.run(() -> store.revokeToken(claims));
    }

    @Override
    public void revokeFamily(String familyId) {
        revokeFamily.run(() -> store.revokeFamily(familyId));
    }

    @Override
    public List<RefreshGrant> revokeDevice(String userId, DeviceKey device) {
        return revokeDevice.get(() -> store.revokeDevice(userId, device));
    }

    @Override
    public long revokeUser(String userId) {
        return revokeUser.get(() -> store.revokeUser(userId));
    }

    @Override
    public void revokeOthers(AccountState current) {
        revokeOthers.run(() -> store.revokeOthers(current));
    }

    @Override
    public boolean neverWaits() {
        return store.neverWaits();
    }
}
