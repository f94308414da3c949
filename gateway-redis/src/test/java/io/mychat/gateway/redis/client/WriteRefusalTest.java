package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.failure.Failures;
import io.mychat.gateway.redis.failure.RedisFailure;
import io.mychat.gateway.redis.failure.WriteRefusal;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Login;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** A Redis that reads and does not write is nothing that health may call fine. */
class WriteRefusalTest {

    private static final LuaScript SET = LuaScript.of("return redis.call('SET', KEYS[1], '1')");

    private final ManualTime time = new ManualTime();

    @ParameterizedTest
    @CsvSource({"maxmemory, 1, 0, OOM", "min-replicas-to-write, 1, 0, NOREPLICAS"})
    void aServerThatTakesNoWritesIsNotHealthy(String setting, String bad, String good, String word) {
        try (RedisProcess server = RedisProcess.start();
                Redis redis = Redis.of(RedisServers.of(server), time);
                Jedis jedis = server.connect()) {
            String key = redis.keys().userSeq("a");
            redis.call(RedisCommand.write("SET", key, "1"));
            jedis.configSet(setting, bad);

            for (RedisCommand write : List.of(RedisCommand.write("SET", key, "2"), SET.on(List.of(key)))) {
                double before = errors(redis);
                assertThatThrownBy(() -> redis.call(write))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining(word);
                assertThat(errors(redis) - before).isEqualTo(1);
                assertThat(redis.status()).isEqualTo(Status.DEGRADED);
                time.advance(Duration.ofSeconds(61));
                assertThat(redis.status()).isEqualTo(Status.HEALTHY);
            }
            assertThat(redis.call(RedisCommand.read("GET", key)))
                    .as("reads go on")
                    .isEqualTo("1");

            jedis.configSet(setting, good);
            assertThat(redis.call(RedisCommand.write("SET", key, "3"))).isEqualTo("OK");
        }
    }

    @Test
    void aReplicaIsReadAndItsCircuitStaysClosed() {
        try (RedisProcess server = RedisProcess.start();
                Redis redis = Redis.of(RedisServers.of(server), time);
                Jedis jedis = server.connect()) {
            String key = redis.keys().userSeq("a");
            redis.call(RedisCommand.write("SET", key, "1"));
            jedis.replicaof("127.0.0.1", 1);

            for (int i = 0; i < 50; i++) {
                for (RedisCommand write : List.of(RedisCommand.write("SET", key, "2"), SET.on(List.of(key)))) {
                    assertThatThrownBy(() -> redis.call(write))
                            .isInstanceOf(StoreUnavailableException.class)
                            .hasMessageContaining("READONLY");
                }
                assertThat(redis.call(RedisCommand.read("GET", key))).isEqualTo("1");
                assertThat(redis.isUp()).isTrue();
            }
            assertThat(redis.status()).isEqualTo(Status.DEGRADED);

            jedis.replicaofNoOne();
            assertThat(redis.call(RedisCommand.write("SET", key, "3"))).isEqualTo("OK");
        }
    }

    @Test
    void tooFewReplicasAreNotHealthy() {
        try (Redis redis = Redis.of(RedisServers.single().withWaitReplicas(1), time)) {
            assertThatThrownBy(() ->
                            redis.call(RedisCommand.write("SET", redis.keys().userSeq("a"), "1")))
                    .hasMessage("too few replicas have the write");
            assertThat(redis.status()).isEqualTo(Status.DEGRADED);
            assertThat(errors(redis)).isEqualTo(1);
        }
    }

    @Test
    void aRefusedWaitForReplicasIsNotTakenForDone() {
        try (RedisProcess server = RedisProcess.start();
                Jedis jedis = server.connect()) {
            String unused = jedis.aclSetUser("hasty", "reset", "on", ">secret", "~*", "&*", "+@all", "-wait");
            RedisSettings open = RedisServers.of(server).withWaitReplicas(1);
            RedisSettings hasty = open.withAccess(open.access().withLogin(Login.of("hasty", "secret")));
            try (Redis redis = Redis.of(hasty, time)) {
                assertThatThrownBy(() -> redis.call(
                                RedisCommand.write("SET", redis.keys().userSeq("a"), "1")))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("lacks the right to run 'wait'");
                assertThat(redis.status()).isEqualTo(Status.DEGRADED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OOM command not allowed when used memory > 'maxmemory'.",
                "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
                "NOREPLICAS Not enough good replicas to write.",
                "BUSY Redis is busy running a script.",
                "ERR Error running script (call to f_12): @user_script:1: @user_script: 1: -OOM command not allowed when",
                "ERR Error running script (call to f_12): @user_script:1: @user_script: 1: -MISCONF Redis is configured",
                "CLUSTERDOWN The cluster is down and only accepts read commands",
            })
    void eachWayToTakeNoWritesIsNamed(String refusal) {
        Failures failures = new Failures(RedisServers.single());

        assertThat(failures.of(new JedisDataException(refusal)))
                .matches(failure -> RedisFailure.is(RedisFailure.Kind.UNFIT, failure))
                .message()
                .containsPattern("OOM|MISCONF|NOREPLICAS|BUSY|CLUSTERDOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "READONLY You can't write against a read only replica.",
                "ERR Error running script (call to f_12): @user_script:1: @user_script: 1: -READONLY You can't write"
            })
    void aReplicaIsNamed(String refusal) {
        assertThat(new Failures(RedisServers.single()).of(new JedisDataException(refusal)))
                .matches(failure -> RedisFailure.is(RedisFailure.Kind.READ_ONLY, failure))
                .hasMessageContaining("READONLY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOADING Redis is loading the dataset in memory",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
                "CLUSTERDOWN The cluster is down",
                "CLUSTERDOWN Hash slot not served"
            })
    void whatServesNothingIsNotReachable(String refusal) {
        assertThat(new Failures(RedisServers.single()).of(new JedisDataException(refusal)))
                .matches(failure -> RedisFailure.is(RedisFailure.Kind.UNREACHABLE, failure));
    }

    @ParameterizedTest
    @CsvSource({
        "ERR max number of clients reached, maxclients",
        "ERR DB index is out of range, redis.db",
        "DENIED Redis is running in protected mode because protected mode is enabled, protected mode"
    })
    void whatAnOperatorCanMendIsNamed(String refusal, String named) {
        assertThat(new Failures(RedisServers.single()).of(new JedisDataException(refusal)))
                .hasMessageContaining(named);
    }

    @Test
    void otherRefusalsAreNone() {
        assertThat(WriteRefusal.in("WRONGTYPE Operation against a key holding the wrong kind of value"))
                .isEmpty();
        assertThat(WriteRefusal.in("ERR BUSY as a bee")).isEmpty();
        assertThat(WriteRefusal.in("BUSYGROUP Consumer Group name already exists"))
                .isEmpty();
    }

    private static double errors(Redis redis) {
        return redis.metrics().stream()
                .filter(metric -> metric.name().equals("redis_errors_total"))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
