package io.mychat.gateway.core.security.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.reading.ConfigFixture;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class UserQuotasTest {

    private final ManualTime time = new ManualTime();
    private volatile LimitsByRole limits =
            new LimitsByRole(ConfigFixture.defaults().gateway().security());
    private int maxTracked = 1000;
    private final UserQuotas quotas = new UserQuotas(() -> limits, () -> maxTracked, session -> {}, time);

    private void limit(Object... keysAndValues) {
        Map<String, Object> settings = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put("security." + keysAndValues[i], keysAndValues[i + 1]);
        }
        limits = new LimitsByRole(ConfigFixture.config(settings).security());
    }

    private Session session(String user, String... roles) {
        return new Session(
                "s-" + user,
                new UserInfo(user, user, Set.of(roles)),
                new DeviceKey("web", "w"),
                "10.0.0.1",
                time.now(),
                1,
                "n");
    }

    private int allowed(Session session, int bytes, int tries) {
        int allowed = 0;
        for (int i = 0; i < tries; i++) {
            allowed += quotas.take(session, bytes) == 0 ? 1 : 0;
        }
        return allowed;
    }

    private double metric(String name) {
        return quotas.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }

    @Test
    void theBurstIsAllowedAtOnceAndThenTheRate() {
        limit("user_messages_per_second", 10, "user_message_burst", 5);
        Session alice = session("alice");

        assertThat(allowed(alice, 1, 20)).isEqualTo(5);
        assertThat(quotas.take(alice, 1)).as("milliseconds to wait").isEqualTo(100);
        time.advance(Duration.ofMillis(100));
        assertThat(allowed(alice, 1, 20)).isEqualTo(1);
        assertThat(allowed(session("bob"), 1, 20)).as("somebody else").isEqualTo(5);
    }

    @Test
    void bytesAreCountedAsMessagesAre() {
        limit("user_bytes_per_second", 1000, "user_byte_burst", 10_000);
        Session alice = session("alice");

        assertThat(allowed(alice, 4000, 20)).isEqualTo(2);
        assertThat(quotas.take(alice, 4000)).isEqualTo(2000);
        assertThat(quotas.take(alice, 2000)).as("a smaller one fits").isZero();
        time.advance(Duration.ofSeconds(4));
        assertThat(quotas.take(alice, 4000)).isZero();
    }

    @Test
    void aMessageLargerThanTheBurstIsAllowedOnceAndThenOwed() {
        limit("user_bytes_per_second", 1000, "user_byte_burst", 1000);
        Session alice = session("alice");

        assertThat(quotas.take(alice, 5000)).isZero();
        assertThat(quotas.take(alice, 1)).isEqualTo(4001);
        time.advance(Duration.ofSeconds(5));
        assertThat(quotas.take(alice, 5000)).isZero();
    }

    @Test
    void whatIsRefusedForItsBytesUsesUpNoMessage() {
        limit(
                "user_messages_per_second", 1,
                "user_message_burst", 3,
                "user_bytes_per_second", 1,
                "user_byte_burst", 100);
        Session alice = session("alice");
        assertThat(quotas.take(alice, 100)).isZero();

        assertThat(allowed(alice, 50, 10)).isZero();
        limit("user_messages_per_second", 1, "user_message_burst", 3, "user_bytes_per_second", 0);

        assertThat(allowed(alice, 50, 10)).isEqualTo(2);
        assertThat(metric("user_rate_refusals_total")).isEqualTo(10 + 8);
        assertThat(metric("user_burst_used_max")).isEqualTo(1);
    }

    @Test
    void aRateOfZeroIsOff() {
        limit("user_messages_per_second", 0, "user_bytes_per_second", 0);

        assertThat(allowed(session("alice"), 1 << 20, 10_000)).isEqualTo(10_000);
        assertThat(metric("tracked_users")).isZero();
    }

    @Test
    void theLargestLimitOfTheUsersRolesApplies() {
        limit(
                "user_messages_per_second", 10,
                "user_message_burst", 5,
                "user_bytes_per_second", 0,
                "limits_by_role",
                        Map.of(
                                "guest", Map.of("user_message_burst", 2),
                                "bot", Map.of("user_message_burst", 50),
                                "free", Map.of("user_messages_per_second", 0),
                                "fast", Map.of("messages_per_second", 1000)));

        assertThat(allowed(session("a", "guest"), 1, 100))
                .as("less than the general one")
                .isEqualTo(2);
        assertThat(allowed(session("b", "guest", "bot"), 1, 100)).isEqualTo(50);
        assertThat(allowed(session("c", "bot", "free"), 1, 100))
                .as("no limit is the largest")
                .isEqualTo(100);
        assertThat(allowed(session("d", "other"), 1, 100))
                .as("a role without limits")
                .isEqualTo(5);
        assertThat(allowed(session("e", "fast"), 1, 100))
                .as("one that names another key")
                .isEqualTo(5);
        assertThat(limits.ofSession(session("e", "fast")).interval()).isEqualTo(1_000_000);
        assertThat(limits.ofSession(session("d")).interval()).isEqualTo(10_000_000);
        assertThat(limits.ofSession(null).interval()).isEqualTo(10_000_000);
    }

    @Test
    void otherLimitsApplyAtOnceAndNobodyPaysForThoseThatAreGone() {
        limit("user_messages_per_second", 1, "user_message_burst", 1000);
        Session alice = session("alice");
        assertThat(allowed(alice, 1, 2000)).isEqualTo(1000);

        limit("user_messages_per_second", 10, "user_message_burst", 5);

        assertThat(quotas.take(alice, 1)).isEqualTo(100);
        limit("user_messages_per_second", 0);
        assertThat(allowed(alice, 1, 2000)).isEqualTo(2000);
    }

    @Test
    void aUserIsForgottenWhenNothingIsOwedAndNotBefore() {
        limit("user_messages_per_second", 10, "user_message_burst", 100);
        Session alice = session("alice");
        allowed(alice, 1, 100);
        quotas.take(session("bob"), 1);

        time.advance(Duration.ofSeconds(1));
        quotas.sweep();

        assertThat(metric("tracked_users")).isEqualTo(1);
        assertThat(allowed(alice, 1, 100))
                .as("what ten seconds would have given back")
                .isEqualTo(10);
        time.advance(Duration.ofSeconds(10));
        quotas.sweep();
        assertThat(metric("tracked_users")).isZero();
        assertThat(allowed(alice, 1, 200)).isEqualTo(100);
    }

    @Test
    void thoseWhoOweLeastMakeRoom() {
        maxTracked = 10;
        limit("user_messages_per_second", 1, "user_message_burst", 100);
        Session alice = session("alice");
        allowed(alice, 1, 100);

        for (int i = 0; i < 1000; i++) {
            quotas.take(session("user" + i), 1);
        }

        assertThat(metric("tracked_users")).isEqualTo(10);
        assertThat(metric("tracked_users_forgotten_total")).isEqualTo(991);
        assertThat(quotas.take(alice, 1)).as("who owes most is remembered").isPositive();
    }

    @Test
    void manySessionsAtOnceGetNoMoreThanOneWhileUsersAreForgotten() throws Exception {
        limit("user_messages_per_second", 1, "user_message_burst", 1000);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 20; round++) {
                Session alice = session("alice" + round);
                CountDownLatch start = new CountDownLatch(1);
                Callable<Integer> sender = () -> {
                    start.await();
                    return allowed(alice, 1, 500);
                };
                Callable<Integer> sweeper = () -> {
                    start.await();
                    for (int i = 0; i < 200; i++) {
                        quotas.sweep();
                    }
                    return 0;
                };
                List<Future<Integer>> results = new ArrayList<>();
                for (Callable<Integer> each : List.of(sender, sender, sender, sweeper)) {
                    results.add(pool.submit(each));
                }
                start.countDown();
                int allowed = 0;
                for (Future<Integer> result : results) {
                    allowed += result.get();
                }
                assertThat(allowed).isEqualTo(1000);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
