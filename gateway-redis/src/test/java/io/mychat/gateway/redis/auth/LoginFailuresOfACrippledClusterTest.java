package io.mychat.gateway.redis.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisCluster;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.LoginFailures.Bound;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginFailuresOfACrippledClusterTest {

    @Test
    void aDeadNodeStopsOnlyWhomItCounts() {
        try (RedisCluster cluster = RedisCluster.start();
                Redis redis = Redis.of(RedisServers.of(cluster).withDeadline(Duration.ofMillis(500)), new RealTime())) {
            RedisLoginFailures failures = new RedisLoginFailures(redis);
            Map<Boolean, List<Bound>> counted = IntStream.range(0, 40)
                    .mapToObj(i -> new Bound("user u" + i, 2, "u" + i))
                    .collect(Collectors.partitioningBy(
                            bound -> cluster.ownerOf(redis.keys().loginFailures(bound.about(), bound.key())) == 1));
            failures.count(counted.getOrDefault(false, List.of()));
            cluster.nodes().get(1).kill();

            assertThat(counted).allSatisfy((there, bounds) -> assertThat(bounds).isNotEmpty());
            for (Bound bound : counted.getOrDefault(true, List.of())) {
                assertThatThrownBy(() -> failures.count(List.of(bound))).isInstanceOf(StoreUnavailableException.class);
            }
            for (Bound bound : counted.getOrDefault(false, List.of())) {
                assertThat(failures.count(List.of(bound))).isZero();
                assertThat(failures.untilAllowed(List.of(bound))).isPositive();
            }
        }
    }
}
