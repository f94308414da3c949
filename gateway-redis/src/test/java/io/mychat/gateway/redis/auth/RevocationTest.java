package io.mychat.gateway.redis.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome.Rotated;
import io.mychat.gateway.spi.auth.RotationOutcome.Unknown;
import io.mychat.gateway.spi.session.AccountState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** How long a revocation is remembered, and what it removes. */
class RevocationTest extends TokenStoreFixture {

    @Test
    void aRevokedLoginLeavesNoIndex() {
        open("f1", "t1");
        rotate(store, "t1", "t2");
        store.revokeFamily("f1");
        assertThat(keysLike("token:hash:*")).isEmpty();

        open("f2", "u1");
        rotate(store, "u1", "u2");
        store.revokeDevice("alice", device());
        assertThat(keysLike("token:hash:*")).isEmpty();

        open("f3", "v1");
        store.revokeUser("alice");
        assertThat(keysLike("token:hash:*")).isEmpty();
    }

    @Test
    void shorterLaterFamiliesHideNoEarlierOnes() {
        open("f1", "t1");
        RedisTokenStore shorter = new RedisTokenStore(redis, () -> Duration.ofMinutes(5), this::clock);
        shorter.open(new RefreshGrant("f2", alice("alice"), device(), time.now().plus(Duration.ofMinutes(1))), "u1");
        long left = RedisReply.number(
                redis.call(RedisCommand.read("PTTL", redis.keys().tokenFamilies("alice"))));

        assertThat(Duration.ofMillis(left)).isGreaterThan(LIFE.minusMinutes(1));
    }

    @Test
    void aRevocationOutlivesTokensIssuedUnderOtherSettings() {
        RedisTokenStore shorter = new RedisTokenStore(redis, () -> Duration.ofMinutes(1), this::clock);
        open("f1", "t1");
        assertThat(rotate(shorter, "t1", "t2")).isInstanceOf(Rotated.class);

        shorter.revokeUser("alice");

        assertThat(left(redis.keys().familyRevoked("f1"))).isBetween(DAY, DAY.plusMinutes(6));
        assertThat(left(redis.keys().tokenGeneration("alice"))).isGreaterThan(DAY);
        open("f2", "u1");
        shorter.revokeDevice("alice", device());
        assertThat(left(redis.keys().familyRevoked("f2"))).isBetween(DAY, DAY.plusMinutes(6));
    }

    @Test
    void aRevocationLastsAsLongAsTokensLiveNowAndNotAsAtTheStart() {
        AtomicLong seconds = new AtomicLong(60);
        RedisTokenStore reloaded = new RedisTokenStore(redis, () -> Duration.ofSeconds(seconds.get()), this::clock);
        seconds.set(DAY.toSeconds());
        reloaded.open(grant("f1", "alice"), "t1");

        reloaded.revokeFamily("f1");
        reloaded.revokeFamily("unknown");
        reloaded.revokeUser("bob");

        assertThat(left(redis.keys().familyRevoked("f1"))).isGreaterThan(DAY);
        assertThat(left(redis.keys().familyRevoked("unknown"))).isGreaterThan(DAY);
        assertThat(left(redis.keys().tokenGeneration("bob"))).isGreaterThan(DAY);
    }

    @Test
    void aRevocationIsNeverShortened() {
        RedisTokenStore shorter = new RedisTokenStore(redis, () -> Duration.ofMinutes(1), this::clock);
        store.revokeFamily("unknown");
        store.revokeUser("alice");

        shorter.revokeFamily("unknown");
        shorter.revokeUser("alice");

        assertThat(left(redis.keys().familyRevoked("unknown"))).isGreaterThan(DAY);
        assertThat(left(redis.keys().tokenGeneration("alice"))).isGreaterThan(DAY);
    }

    @Test
    void aLoginIsKeptAsLongAsItsLongestAccessToken() {
        RedisTokenStore shorter = new RedisTokenStore(redis, () -> Duration.ofMinutes(1), this::clock);
        Instant soon = time.now().plus(Duration.ofMinutes(10));
        store.open(new RefreshGrant("f1", alice("alice"), device(), soon), "t1");

        assertThat(shorter.rotate(rotation("t1", "t2", soon))).isInstanceOf(Rotated.class);

        assertThat(left(redis.keys().tokenFamily("f1"))).isGreaterThan(DAY);
    }

    @Test
    void aLoginOfAnEarlierReleaseIsRevokedForItsWholeLife() {
        RedisTokenStore shorter = new RedisTokenStore(redis, () -> Duration.ofMinutes(1), this::clock);
        open("f1", "t1");
        Object unused = redis.call(RedisCommand.write("HDEL", redis.keys().tokenFamily("f1"), "access_until"));

        shorter.revokeFamily("f1");

        assertThat(left(redis.keys().familyRevoked("f1"))).isGreaterThan(DAY);
    }

    @Test
    void aRevocationDeletesTheSealedSuccessors() {
        for (Runnable revocation : List.<Runnable>of(
                () -> store.revokeFamily("f1"),
                () -> assertThat(store.revokeDevice("alice", device())).hasSize(1),
                () -> assertThat(store.revokeUser("alice")).isPositive())) {
            open("f1", "t1");
            rotate(store, "t1", "t2");
            assertThat(keysLike("token:successors:*")).hasSize(1);
            assertThat(left(redis.keys().tokenSuccessors("f1"))).isLessThanOrEqualTo(Duration.ofSeconds(10));

            revocation.run();

            assertThat(keysLike("token:successors:*")).isEmpty();
            Object unused = redis.call(RedisCommand.write("DEL", redis.keys().familyRevoked("f1")));
        }
    }

    @Test
    void aLoginThatWasRevokedBeforeItsServerHadItDoesNotBegin() {
        store.revokeFamily("f1");

        open("f1", "t1");

        assertThat(rotate(store, "t1", "t2")).isInstanceOf(Unknown.class);
    }

    @Test
    void aLoginWithoutFingerprintLivesUntilItsAccountChanges() {
        open("of-before", "t1");
        String family = redis.keys().tokenFamily("of-before");
        try (Jedis jedis = server.connect()) {
            assertThat(jedis.hget(family, "grant")).contains("of-before").doesNotContain("account");
            assertThat(jedis.hdel(family, "account")).isOne();
        }

        assertThat(rotate(store, "t1", "t2"))
                .isInstanceOfSatisfying(
                        Rotated.class,
                        rotated ->
                                assertThat(rotated.grant().account().isKnown()).isFalse());
        store.revokeOthers(new AccountState(alice("alice"), "fingerprint"));
        assertThat(rotate(store, "t2", "t3")).isInstanceOf(Unknown.class);
    }
}
