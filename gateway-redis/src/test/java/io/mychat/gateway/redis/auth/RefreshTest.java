package io.mychat.gateway.redis.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.testing.RedisCluster;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.RotationOutcome.Repeated;
import io.mychat.gateway.spi.auth.RotationOutcome.Reused;
import io.mychat.gateway.spi.auth.RotationOutcome.Rotated;
import io.mychat.gateway.spi.auth.RotationOutcome.Unknown;
import io.mychat.gateway.testkit.ConcurrentRun;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a refresh leaves behind, whether it is answered or not. */
class RefreshTest extends TokenStoreFixture {

    @Test
    void aRefreshThatHasFailedMayBeAskedForAgainHoweverLate() {
        open("f1", "t1");
        for (String out : List.of("token:families:", "token:family:")) {
            try (Redis limited = Redis.of(without(out), time)) {
                assertThatThrownBy(() -> rotate(store(limited), "t1", "lost"))
                        .as(out)
                        .isInstanceOf(StoreUnavailableException.class);
            }
        }
        time.advance(LONGER_THAN_THE_GRACE);

        assertThat(rotate(store, "t1", "t2")).isInstanceOf(Rotated.class);
        assertThat(rotate(store, "t2", "t3")).isInstanceOf(Rotated.class);
        assertThat(isIndexed("lost")).isFalse();
    }

    @Test
    void aRefreshThatTooFewReplicasHaveMayBeAskedForAgainHoweverLate() {
        open("f1", "t1");
        try (Redis careful = Redis.of(settings.withWaitReplicas(1), time)) {
            assertThatThrownBy(() -> rotate(store(careful), "t1", "lost"))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("too few replicas have the write");
        }
        time.advance(LONGER_THAN_THE_GRACE);

        assertThat(rotate(store, "t1", "t2")).isInstanceOf(Rotated.class);
        assertThat(isIndexed("lost")).isFalse();
    }

    @Test
    void inAClusterTheFamilysReplicasConfirmBeforeUse() {
        try (RedisCluster cluster = RedisCluster.startReplicated();
                Redis careful = Redis.of(RedisServers.of(cluster).withWaitReplicas(1), time);
                Redis other = Redis.of(careful.settings().withWaitReplicas(0), time)) {
            RedisTokenStore ours = store(other);
            String family = "f1";
            int owner = cluster.ownerOf(other.keys().tokenFamily(family));
            String user = elsewhere(cluster, owner, other.keys()::tokenFamilies);
            String first = elsewhere(cluster, owner, other.keys()::tokenHash);
            String second = elsewhere(cluster, owner, hash -> other.keys().tokenHash("s" + hash));
            ours.open(grant(family, user), first);
            cluster.replica(owner).pause();
            try {
                assertThatThrownBy(() -> rotate(store(careful), first, "s" + second))
                        .isInstanceOf(StoreUnavailableException.class);
            } finally {
                cluster.replica(owner).resume();
            }
            time.advance(LONGER_THAN_THE_GRACE);

            assertThat(rotate(ours, first, "t2")).isInstanceOf(Rotated.class);
        }
    }

    /** An id whose key lies on another node. */
    private static String elsewhere(RedisCluster cluster, int node, UnaryOperator<String> key) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> "x" + i)
                .filter(id -> cluster.ownerOf(key.apply(id)) != node)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsRefusedLeavesNoIndex() {
        open("f1", "t1");
        rotate(store, "t1", "t2");
        rotate(store, "t2", "t3");
        time.advance(LONGER_THAN_THE_GRACE);

        assertThat(rotate(store, "t1", "thief's")).isInstanceOf(Reused.class);
        assertThat(rotate(store, "t3", "too late")).isInstanceOf(Unknown.class);

        assertThat(keysLike("token:hash:*")).isEmpty();
        assertThat(store.revokeDevice("alice", device())).isEmpty();
        assertThat(keysLike("token:families:*")).isEmpty();
    }

    @Test
    void anExpiredTokenLosesItsIndexAndItsFamilyStaysListed() {
        open("f1", "t1");
        time.advance(LIFE.minusDays(1));
        rotate(store, "t1", "t2");
        time.advance(Duration.ofDays(2));

        assertThat(rotate(store, "t1", "too late")).isInstanceOf(Unknown.class);

        assertThat(isIndexed("too late")).isFalse();
        assertThat(store.revokeDevice("alice", device())).hasSize(1);
    }

    @Test
    void ofManyRotationsTheLatestAreIndexed() {
        open("f1", "t0");
        for (int i = 0; i < 100; i++) {
            time.advance(Duration.ofSeconds(1));
            assertThat(rotate(store, "t" + i, "t" + (i + 1))).isInstanceOf(Rotated.class);
        }

        assertThat(keysLike("token:hash:*")).hasSize(65);
        assertThat(isIndexed("t100")).isTrue();
        assertThat(isIndexed("t36")).isTrue();
        assertThat(rotate(store, "t36", "thief's")).isInstanceOf(Reused.class);
    }

    @Test
    void aRefreshTakesThreeRoundTrips() {
        open("f1", "t1");
        rotate(store, "t1", "t2");
        long before = redis.roundTrips();

        rotate(store, "t2", "t3");

        assertThat(redis.roundTrips() - before).isEqualTo(3);
    }

    @Test
    void openingTwiceTheSameIsOpeningOnce() {
        open("f1", "t1");
        open("f1", "t1");

        assertThat(rotate(store, "t1", "t2")).isInstanceOf(Rotated.class);
        assertThatThrownBy(() -> open("f1", "t1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> open("f2", "t1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLoginBeginsInOneRoundTrip() {
        open("f1", "t1");
        long before = redis.roundTrips();

        open("f2", "u1");

        assertThat(redis.roundTrips() - before).isEqualTo(1);
    }

    @Test
    void twoGatewaysRepeatOneAnotherSAnswers() {
        try (Redis second = Redis.of(settings, time)) {
            List<RedisTokenStore> nodes = List.of(store, store(second));
            for (int round = 0; round < 20; round++) {
                String name = "f" + round + "-";
                open(name, name + "t");

                List<RotationOutcome> outcomes =
                        ConcurrentRun.run(10, i -> rotate(nodes.get(i % 2), name + "t", name + i));

                assertThat(outcomes).filteredOn(Rotated.class::isInstance).hasSize(1);
                assertThat(outcomes)
                        .filteredOn(Repeated.class::isInstance)
                        .hasSize(9)
                        .extracting(outcome -> ((Repeated) outcome).sealed())
                        .containsOnly(((Repeated) rotate(store, name + "t", "x")).sealed());
                store.revokeFamily(name);
            }
            assertThat(keysLike("token:successors:*")).isEmpty();
            assertThat(keysLike("token:hash:*")).isEmpty();
        }
    }

    @Test
    void sealedSuccessorsAreForgottenAfterTenSeconds() {
        open("f1", "t1");
        rotate(store, "t1", "t2");
        time.advance(Duration.ofSeconds(6));
        rotate(store, "t2", "t3");
        time.advance(Duration.ofSeconds(6));
        rotate(store, "t3", "t4");

        assertThat(RedisReply.texts(
                        redis.call(RedisCommand.read("HKEYS", redis.keys().tokenSuccessors("f1")))))
                .containsExactlyInAnyOrder("t2", "t3");
    }

    @Test
    void aLoginThatAnEarlierReleaseHasWrittenIsRefreshedAndRepeated() {
        open("f1", "t1");
        rotate(store, "t1", "t2");
        // What the release before this one knows nothing of.
        List<RedisReply> unused = redis.all(List.of(
                RedisCommand.write("HDEL", redis.keys().tokenFamily("f1"), "begun"),
                RedisCommand.write("DEL", redis.keys().tokenSuccessors("f1"))));

        assertThat(store.find("t2")).isPresent();
        assertThat(rotate(store, "t1", "t2b")).as("as that release does").isInstanceOf(Rotated.class);
        assertThat(rotate(store, "t1", "x")).isInstanceOf(Repeated.class);
        assertThat(rotate(store, "t2b", "t3")).isInstanceOf(Rotated.class);
        time.advance(LONGER_THAN_THE_GRACE);
        assertThat(rotate(store, "t2", "x")).isInstanceOf(Reused.class);
    }
}
