package io.mychat.gateway.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.RotationOutcome.Reused;
import io.mychat.gateway.spi.auth.RotationOutcome.Rotated;
import io.mychat.gateway.spi.auth.RotationOutcome.Unknown;
import io.mychat.gateway.spi.auth.RotationRequest;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.TokenStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class InMemoryTokenStoreTest extends TokenStoreContract {

    private static final Duration ACCESS = Duration.ofHours(1);
    private static final DeviceKey DEVICE = new DeviceKey("web", "d1");

    private final ManualTime time = new ManualTime();
    private final TokenStore small = new InMemoryTokenStore(time, new TokenStoreLimits(ACCESS, 4, 2, 2, 2));

    @Override
    protected TokenStore newStore(Supplier<Duration> lifetime) {
        return new InMemoryTokenStore(time, TokenStoreLimits.defaults(), lifetime);
    }

    @Override
    protected Instant now() {
        return time.now();
    }

    @Override
    protected void elapse(Duration duration) {
        time.advance(duration);
    }

    @Test
    void aUsersLoginThatWouldEndFirstIsRevokedWhenThereAreTooMany() {
        open("f1", "alice", "t1");
        open("f0", "bob", "u1");
        time.advance(Duration.ofMinutes(1));
        open("f2", "alice", "t2");
        rotate("t1", "t1b");

        open("f3", "alice", "t3");

        assertThat(rotate("t2", "x")).isInstanceOf(Unknown.class);
        assertThat(small.isRevoked(claims("a1", "alice", "f2"))).isTrue();
        assertThat(rotate("t1b", "y")).isInstanceOf(Rotated.class);
        assertThat(rotate("u1", "z")).isInstanceOf(Rotated.class);
    }

    @Test
    void theLoginThatWouldEndFirstIsRevokedWhenThereAreTooManyOfAll() {
        for (int i = 1; i <= 5; i++) {
            time.advance(Duration.ofSeconds(1));
            open("f" + i, "user" + i, "t" + i);
        }

        assertThat(rotate("t1", "x")).isInstanceOf(Unknown.class);
        assertThat(rotate("t2", "y")).isInstanceOf(Rotated.class);
    }

    @Test
    void aDeadTokenTooOldToBeRememberedIsRefusedAndNoMore() {
        open("f1", "alice", "t0");
        for (int i = 0; i < 3; i++) {
            rotate("t" + i, "t" + (i + 1));
        }

        assertThat(rotate("t0", "x")).isInstanceOf(Unknown.class);
        assertThat(rotate("t3", "t4")).isInstanceOf(Rotated.class);
        time.advance(Duration.ofSeconds(10));
        assertThat(rotate("t2", "x")).isInstanceOf(Reused.class);
    }

    @Test
    void whatIsRevokedIsRememberedAsLongAsAnAccessTokenLives() {
        TokenClaims before = claims("a1", "alice", "f1");
        small.revokeFamily("f1");
        small.revokeUser("alice");

        time.advance(ACCESS);
        assertThat(small.isRevoked(before)).isTrue();

        time.advance(Duration.ofMinutes(5));
        assertThat(small.generation("alice")).isZero();
        assertThat(small.isRevoked(before)).isFalse();
    }

    @Test
    void aForgottenGenerationIsNotGivenAgain() {
        long first = small.revokeUser("alice");
        time.advance(ACCESS.multipliedBy(2));
        time.jumpWallClock(ACCESS.multipliedBy(-3));

        assertThat(small.revokeUser("alice")).isGreaterThan(first);
    }

    @Test
    void accessTokensAreFoundAfterTheirRefreshTokenEnded() {
        small.open(
                new RefreshGrant("f1", new UserInfo("alice", "alice", Set.of()), DEVICE, now().plusSeconds(1)), "t1");
        time.advance(Duration.ofMinutes(1));

        assertThat(small.revokeDevice("alice", DEVICE)).hasSize(1);
        assertThat(small.isRevoked(claims("a1", "alice", "f1"))).isTrue();
    }

    private void open(String familyId, String userId, String hash) {
        small.open(
                new RefreshGrant(familyId, new UserInfo(userId, userId, Set.of()), DEVICE, now().plusSeconds(8000)),
                hash);
    }

    private RotationOutcome rotate(String hash, String successor) {
        return small.rotate(new RotationRequest(
                hash,
                new RotationRequest.Successor(successor, "sealed", now().plusSeconds(9000)),
                Duration.ofDays(180),
                "192.0.2.1"));
    }

    private TokenClaims claims(String tokenId, String userId, String familyId) {
        return new TokenClaims(
                tokenId,
                new UserInfo(userId, userId, Set.of()),
                DEVICE,
                familyId,
                small.generation(userId),
                now(),
                now().plus(ACCESS));
    }
}
