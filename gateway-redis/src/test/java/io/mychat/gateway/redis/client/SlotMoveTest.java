package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.bus.BusNode;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.subscription.SubscriptionSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisCluster;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.redis.testing.SlotMove;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands, batches, writes that wait for replicas, and the bus, while a slot moves from one node to another. */
class SlotMoveTest {

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final LuaScript APPEND = LuaScript.of("redis.call('APPEND', KEYS[1], ARGV[1])"
            + " redis.call('INCR', KEYS[2]) return redis.call('GET', KEYS[1])");
    private static final LuaScript APPEND_TO_ONE =
            LuaScript.of("redis.call('APPEND', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[1])");

    @SuppressWarnings("NullAway.Init")
    private static RedisCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.startReplicated();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void oneKeyIsServedInEveryStepOfAMove(int waitReplicas) {
        try (Redis redis = open(waitReplicas)) {
            String key = redis.keys().userSeq("alice");
            assertThat(append(redis, key, "1")).isEqualTo("1");
            SlotMove move = SlotMove.ofKey(cluster, key).begin();
            assertThat(append(redis, key, "2")).as("still there").isEqualTo("12");
            String young = redis.keys().userGone("alice");
            assertThat(append(redis, young, "a")).as("a new key, by ASK").isEqualTo("a");
            move.keys();
            assertThat(append(redis, key, "3")).as("by ASK").isEqualTo("123");
            move.end();
            assertThat(append(redis, key, "4")).as("by MOVED").isEqualTo("1234");
            assertThat(append(redis, young, "b")).isEqualTo("ab");
            assertThat(redis.status()).isEqualTo(Status.HEALTHY);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aBatchIsServedInEveryStepOfAMove(int waitReplicas) {
        try (Redis redis = open(waitReplicas)) {
            List<String> users = IntStream.range(0, 20).mapToObj(i -> "u" + i).toList();
            batch(redis, users, "1", "1");
            SlotMove move = SlotMove.ofKey(cluster, redis.keys().userSeq("u7")).begin();
            batch(redis, users, "2", "12");
            move.keys();
            batch(redis, users, "3", "123");
            move.end();
            batch(redis, users, "4", "1234");
        }
    }

    private static void batch(Redis redis, List<String> users, String text, String expected) {
        List<RedisReply> replies = redis.all(users.stream()
                .map(user -> APPEND_TO_ONE.on(List.of(redis.keys().userSeq(user)), text))
                .toList());
        assertThat(replies).extracting(reply -> reply.text()).containsOnly(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whatHasItsKeysHereAndThereWaitsForTheMove(int waitReplicas) throws Exception {
        try (Redis redis = open(waitReplicas)) {
            List<String> keys =
                    List.of(redis.keys().userSeq("bob"), redis.keys().userGone("bob"));
            SlotMove move = SlotMove.ofKey(cluster, keys.get(0)).begin();
            long before = redis.roundTrips();
            CompletableFuture<String> answer =
                    CompletableFuture.supplyAsync(() -> RedisReply.text(redis.call(APPEND.on(keys, "1"))));
            // It was refused at least once, and is tried again.
            Awaitility.await().until(() -> redis.roundTrips() >= before + 2);
            assertThat(answer).isNotDone();
            move.keys().end();

            assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo("1");
            assertThat(RedisReply.text(redis.call(APPEND.on(keys, "2")))).isEqualTo("12");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aStalledSlotMoveCostsTheDeadlineAndLosesNothing(int waitReplicas) {
        try (Redis redis = open(waitReplicas)) {
            List<String> keys =
                    List.of(redis.keys().userSeq("carol"), redis.keys().userGone("carol"));
            SlotMove move = SlotMove.ofKey(cluster, keys.get(0)).begin();
            long began = System.nanoTime();
            assertThatThrownBy(() -> redis.call(APPEND.on(keys, "1")))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("Redis refused a command: TRYAGAIN");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(DEADLINE);
            assertThat(redis.status()).as("the rest works").isEqualTo(Status.HEALTHY);
            move.keys().end();

            assertThat(RedisReply.text(redis.call(APPEND.on(keys, "2")))).isEqualTo("2");
        }
    }

    @Test
    void aWriteThatWasSentElsewhereWaitsForTheReplicasThere() {
        try (Redis redis = open(1)) {
            String asked = redis.keys().userSeq("dave");
            assertThat(append(redis, asked, "0")).isEqualTo("0");
            int source = cluster.ownerOf(asked);
            int target = (source + 1) % cluster.nodes().size();
            SlotMove move = SlotMove.ofKey(cluster, asked).begin().keys();

            frozen(source, () -> assertThat(append(redis, asked, "1")).isEqualTo("01"));
            frozen(target, () -> tooFew(redis, asked, "2"));
            move.end();
            frozen(target, () -> tooFew(redis, asked, "3"));
            frozen(source, () -> assertThat(append(redis, asked, "4")).isEqualTo("01234"));
        }
    }

    private static void tooFew(Redis redis, String key, String text) {
        assertThatThrownBy(() -> append(redis, key, text))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("too few replicas have the write");
    }

    private static void frozen(int node, Runnable work) {
        cluster.replica(node).pause();
        try {
            work.run();
        } finally {
            cluster.replica(node).resume();
        }
    }

    @Test
    void theBusFollowsItsChannel() {
        SubscriptionSettings slow =
                new SubscriptionSettings(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(2));
        try (Redis redis = open(0);
                Redis other = open(redis.settings());
                BusNode receiver = BusNode.hearing(redis, "me", slow);
                BusNode sender = BusNode.hearing(other, "other", slow)) {
            sender.send("me", "before the move");
            Awaitility.await().until(() -> receiver.heard().size() == 1);

            SlotMove.ofKey(cluster, redis.keys().bus("me")).begin().keys().end();

            Awaitility.await()
                    .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                    .until(() -> {
                        sender.send("me", "after the move");
                        return receiver.heard().size() > 1;
                    });
        }
    }

    private static String append(Redis redis, String key, String text) {
        return RedisReply.text(redis.call(APPEND_TO_ONE.on(List.of(key), text)));
    }

    private static Redis open(int waitReplicas) {
        return open(RedisServers.of(cluster).withDeadline(DEADLINE).withWaitReplicas(waitReplicas));
    }

    private static Redis open(RedisSettings settings) {
        return Redis.of(settings, new RealTime());
    }
}
