package io.mychat.gateway.redis.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Login;
import io.mychat.gateway.redis.testing.RedisCluster;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.RotationOutcome.Repeated;
import io.mychat.gateway.spi.auth.RotationOutcome.Reused;
import io.mychat.gateway.spi.auth.RotationOutcome.Rotated;
import io.mychat.gateway.spi.auth.RotationOutcome.Unknown;
import io.mychat.gateway.spi.auth.RotationRequest;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ConcurrentRun;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.FixedTokenLifetime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What a refresh leaves behind, whether it is answered or not. */
class RefreshTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LIFE = Duration.ofDays(30);
    private static final Duration LONGER_THAN_THE_GRACE = Duration.ofSeconds(11);
    private static final String PASSWORD = "a password of the tests";

    @SuppressWarnings("NullAway.Init")
    private static RedisProcess server;

    private final ManualTime time = new ManualTime();
    private final RedisSettings settings = RedisServers.of(server);
    private final Redis redis = Redis.of(settings, time);
    private final RedisTokenStore store = store(redis);

    @BeforeAll
    static void start() {
        server = RedisProcess.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void close() {
        redis.close();
    }

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
    void shorterLaterFamiliesHideNoEarlierOnes() {
        open("f1", "t1");
        RedisTokenStore shorter = new RedisTokenStore(redis, Duration.ofMinutes(5), this::clock);
        shorter.open(new RefreshGrant("f2", alice("alice"), device(), time.now().plus(Duration.ofMinutes(1))), "u1");
        long left =
                RedisReply.number(redis.call(Command.read("PTTL", redis.keys().tokenFamilies("alice"))));

        assertThat(Duration.ofMillis(left)).isGreaterThan(LIFE.minusMinutes(1));
    }

    @Test
    void aRevocationOutlivesTokensIssuedUnderOtherSettings() {
        RedisTokenStore shorter = new RedisTokenStore(redis, Duration.ofMinutes(1), this::clock);
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
        RedisTokenStore reloaded = new RedisTokenStore(redis, Duration.ofMinutes(1), this::clock);
        reloaded.attach(new FixedTokenLifetime(() -> Duration.ofSeconds(seconds.get())));
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
    void aLoginBeginsInOneRoundTrip() {
        open("f1", "t1");
        long before = redis.roundTrips();

        open("f2", "u1");

        assertThat(redis.roundTrips() - before).isEqualTo(1);
    }

    @Test
    void aRevocationIsNeverShortened() {
        RedisTokenStore shorter = new RedisTokenStore(redis, Duration.ofMinutes(1), this::clock);
        store.revokeFamily("unknown");
        store.revokeUser("alice");

        shorter.revokeFamily("unknown");
        shorter.revokeUser("alice");

        assertThat(left(redis.keys().familyRevoked("unknown"))).isGreaterThan(DAY);
        assertThat(left(redis.keys().tokenGeneration("alice"))).isGreaterThan(DAY);
    }

    @Test
    void aLoginIsKeptAsLongAsItsLongestAccessToken() {
        RedisTokenStore shorter = new RedisTokenStore(redis, Duration.ofMinutes(1), this::clock);
        Instant soon = time.now().plus(Duration.ofMinutes(10));
        store.open(new RefreshGrant("f1", alice("alice"), device(), soon), "t1");

        assertThat(shorter.rotate(rotation("t1", "t2", soon))).isInstanceOf(Rotated.class);

        assertThat(left(redis.keys().tokenFamily("f1"))).isGreaterThan(DAY);
    }

    @Test
    void aLoginOfAnEarlierReleaseIsRevokedForItsWholeLife() {
        RedisTokenStore shorter = new RedisTokenStore(redis, Duration.ofMinutes(1), this::clock);
        open("f1", "t1");
        Object unused = redis.call(Command.write("HDEL", redis.keys().tokenFamily("f1"), "access_until"));

        shorter.revokeFamily("f1");

        assertThat(left(redis.keys().familyRevoked("f1"))).isGreaterThan(DAY);
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
            Object unused = redis.call(Command.write("DEL", redis.keys().familyRevoked("f1")));
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
                        redis.call(Command.read("HKEYS", redis.keys().tokenSuccessors("f1")))))
                .containsExactlyInAnyOrder("t2", "t3");
    }

    @Test
    void aLoginThatAnEarlierReleaseHasWrittenIsRefreshedAndRepeated() {
        open("f1", "t1");
        rotate(store, "t1", "t2");
        // What the release before this one knows nothing of.
        List<RedisReply> unused = redis.all(List.of(
                Command.write("HDEL", redis.keys().tokenFamily("f1"), "begun"),
                Command.write("DEL", redis.keys().tokenSuccessors("f1"))));

        assertThat(store.find("t2")).isPresent();
        assertThat(rotate(store, "t1", "t2b")).as("as that release does").isInstanceOf(Rotated.class);
        assertThat(rotate(store, "t1", "x")).isInstanceOf(Repeated.class);
        assertThat(rotate(store, "t2b", "t3")).isInstanceOf(Rotated.class);
        time.advance(LONGER_THAN_THE_GRACE);
        assertThat(rotate(store, "t2", "x")).isInstanceOf(Reused.class);
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

    private Duration left(String key) {
        return Duration.ofMillis(RedisReply.number(redis.call(Command.read("PTTL", key))));
    }

    private RedisTokenStore store(Redis client) {
        return new RedisTokenStore(client, Duration.ofDays(1), this::clock);
    }

    private String clock() {
        return String.valueOf(time.now().toEpochMilli());
    }

    private void open(String family, String hash) {
        store.open(grant(family, "alice"), hash);
    }

    private RefreshGrant grant(String family, String user) {
        return new RefreshGrant(family, alice(user), device(), time.now().plus(LIFE));
    }

    private RotationOutcome rotate(RedisTokenStore where, String hash, String successor) {
        return where.rotate(rotation(hash, successor, time.now().plus(LIFE)));
    }

    private static RotationRequest rotation(String hash, String successor, Instant end) {
        return new RotationRequest(
                hash,
                new RotationRequest.Successor(successor, successor + " under " + hash, end),
                Duration.ofDays(180),
                "192.0.2.1");
    }

    private static UserInfo alice(String user) {
        return new UserInfo(user, user, Set.of());
    }

    private static DeviceKey device() {
        return new DeviceKey("web", "d1");
    }

    private boolean isIndexed(String hash) {
        return !RedisReply.text(redis.call(Command.read("GET", redis.keys().tokenHash(hash))))
                .isEmpty();
    }

    private Set<String> keysLike(String pattern) {
        try (Jedis jedis = server.connect()) {
            return jedis.keys(settings.servers().keyPrefix() + pattern);
        }
    }

    /** Those of a user who may not touch some keys. */
    private RedisSettings without(String out) {
        List<String> rule = new ArrayList<>(List.of("reset", "on", ">" + PASSWORD, "+@all"));
        Stream.of(
                        "token:families:",
                        "token:family:",
                        "token:family_revoked:",
                        "token:dead:",
                        "token:successors:",
                        "token:hash:")
                .filter(part -> !part.equals(out))
                .map(part -> "~" + settings.servers().keyPrefix() + part + "*")
                .forEach(rule::add);
        try (Jedis jedis = server.connect()) {
            String unused = jedis.aclSetUser("limited", rule.toArray(String[]::new));
        }
        return settings.withAccess(settings.access().withLogin(Login.of("limited", PASSWORD)));
    }
}
