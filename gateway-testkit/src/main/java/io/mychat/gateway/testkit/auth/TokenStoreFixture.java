package io.mychat.gateway.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.RotationOutcome.Repeated;
import io.mychat.gateway.spi.auth.RotationRequest;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ContractRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A {@link TokenStore} under test, and what tests ask of it. Tests run one at a time. */
@ExtendWith(ContractRules.class)
abstract class TokenStoreFixture {

    static final DeviceKey PHONE = new DeviceKey("ios", "d1");
    static final DeviceKey LAPTOP = new DeviceKey("web", "d1");
    static final Duration LIFE = Duration.ofDays(30);
    static final Duration FAMILY_LIFE = Duration.ofDays(180);
    static final String ADDRESS = "192.0.2.1";

    TokenStore store;

    /**
     * Creates an empty store; called before each test.
     *
     * @param tokenLifetime the longest lifetime of access tokens at the moment
     */
    protected abstract TokenStore newStore(Supplier<Duration> tokenLifetime);

    /** The wall-clock time of the store. */
    protected abstract Instant now();

    /** Advances the time of the store. */
    protected abstract void elapse(Duration duration);

    @BeforeEach
    void makeStore() {
        store = newStore(() -> Duration.ofDays(1));
    }

    static TokenClaims foreign(String tokenId, String userId, Instant issuedAt) {
        return new TokenClaims(tokenId, user(userId), null, "", 0, issuedAt, issuedAt.plus(Duration.ofDays(1)));
    }

    RefreshGrant open(String familyId, String userId, DeviceKey device, String hash) {
        RefreshGrant grant = grant(familyId, userId, device);
        store.open(grant, hash);
        return grant;
    }

    void openFor(String familyId, AccountState account, String hash) {
        store.open(new RefreshGrant(familyId, account, PHONE, now().plus(LIFE)), hash);
    }

    static AccountState account(String userId, String fingerprint, String... roles) {
        return new AccountState(new UserInfo(userId, userId, Set.of(roles)), fingerprint);
    }

    RefreshGrant grant(String familyId, String userId, DeviceKey device) {
        return new RefreshGrant(familyId, user(userId), device, now().plus(LIFE));
    }

    RotationOutcome rotate(String hash, String successor) {
        return store.rotate(rotation(hash, successor, ADDRESS));
    }

    RotationRequest rotation(String hash, String successor, String address) {
        return new RotationRequest(
                hash,
                new RotationRequest.Successor(successor, sealed(hash, successor), now().plus(LIFE)),
                FAMILY_LIFE,
                address);
    }

    static String sealed(String hash, String successor) {
        return successor + " under " + hash;
    }

    static List<String> sealedIn(RotationOutcome outcome) {
        assertThat(outcome).isInstanceOf(Repeated.class);
        return ((Repeated) outcome).sealed();
    }

    /** A token issued now. */
    TokenClaims claims(String tokenId, String userId, String familyId) {
        return new TokenClaims(
                tokenId,
                new UserInfo(userId, userId, Set.of()),
                familyId.isEmpty() ? null : PHONE,
                familyId,
                store.generation(userId),
                now(),
                now().plus(Duration.ofDays(1)));
    }

    static UserInfo user(String userId) {
        return new UserInfo(userId, userId, Set.of());
    }
}
