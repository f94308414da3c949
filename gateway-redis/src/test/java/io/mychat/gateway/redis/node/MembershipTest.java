package io.mychat.gateway.redis.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MembershipTest {

    private final Redis redis = Redis.of(RedisServers.single(), new RealTime());
    private final NodeSettings settings =
            NodeSettings.of("n1", Duration.ofSeconds(30)).withCleanedKept(Duration.ZERO);
    private final Membership node = new Membership(redis, settings);

    @AfterEach
    void close() {
        node.close();
        redis.close();
    }

    @Test
    void theDeadAreForgottenOnceTheyAreClearedAway() {
        node.beat();
        dies("x", System.currentTimeMillis());
        node.beat();
        assertThat(node.dead()).containsExactly("x");

        node.cleaned("x");
        redis.call(RedisCommand.write("ZADD", redis.keys().nodes("dead"), 1, "x"));
        node.beat();

        assertThat(node.dead()).isEmpty();
    }

    @Test
    void ofVeryManyDeadTheLatestAreRemembered() {
        node.beat();
        for (int i = 0; i < 210; i++) {
            dies("x" + i, System.currentTimeMillis() + i);
        }

        node.beat();

        assertThat(node.dead()).hasSize(200).contains("x209").doesNotContain("x9");
    }

    @Test
    void aKeyOfAnotherTypeEndsNoLease() {
        node.beat();
        for (String what : new String[] {"last", "leases", "info", "dead", "unclean", "reasons"}) {
            redis.call(RedisCommand.write("DEL", redis.keys().nodes(what)));
            String type = what.equals("leases") ? "SADD" : "RPUSH";
            redis.call(RedisCommand.write(type, redis.keys().nodes(what), "rubbish"));
        }
        node.beat();

        assertThat(node.aliveNodes()).containsExactly("n1");
    }

    @Test
    void aMachineThatWasAsleepGivesASignOfLifeBeforeItServes() {
        ManualTime time = new ManualTime();
        try (Redis own = Redis.of(redis.settings(), time);
                Membership sleeper = new Membership(own, NodeSettings.of("n2", Duration.ofSeconds(30)))) {
            sleeper.start();
            sleeper.requireServing();
            time.jumpWallClock(Duration.ofSeconds(9));
            sleeper.requireServing();
            time.jumpWallClock(Duration.ofSeconds(2));

            assertThatThrownBy(sleeper::requireLease)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("slept");

            Awaitility.await()
                    .untilAsserted(() -> assertThatCode(sleeper::requireServing).doesNotThrowAnyException());
            time.jumpWallClock(Duration.ofMinutes(-5));
            sleeper.requireServing();
        }
    }

    @Test
    void aRedisThatHasLessThanBeforeHasLostData() {
        node.beat();
        node.beat();
        assertThat(dataLosses()).isZero();
        String last = redis.keys().nodes("last");
        long written = RedisReply.number(redis.call(RedisCommand.read("GET", last)));

        redis.call(RedisCommand.write("SET", last, written - 1));
        node.beat();
        assertThat(dataLosses()).as("an older copy").isEqualTo(1);

        redis.call(RedisCommand.write("DEL", last));
        node.beat();
        assertThat(dataLosses()).as("an empty one").isEqualTo(2);

        node.beat();
        assertThat(dataLosses()).isEqualTo(2);
    }

    @Test
    void aClockThatGoesBackIsNoLossOfData() {
        node.beat();
        String last = redis.keys().nodes("last");
        long ahead = System.currentTimeMillis() + 60_000;
        redis.call(RedisCommand.write("SET", last, ahead));
        node.beat();
        node.beat();

        assertThat(dataLosses()).isZero();
        assertThat(RedisReply.number(redis.call(RedisCommand.read("GET", last))))
                .isEqualTo(ahead);
    }

    private double dataLosses() {
        return node.metrics().stream()
                .filter(metric -> metric.name().equals("redis_data_losses_total"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private void dies(String incarnation, long since) {
        redis.call(RedisCommand.write("ZADD", redis.keys().nodes("dead"), since, incarnation));
        redis.call(RedisCommand.write("SADD", redis.keys().nodes("unclean"), incarnation));
    }
}
