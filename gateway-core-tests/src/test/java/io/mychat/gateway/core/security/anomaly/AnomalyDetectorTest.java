package io.mychat.gateway.core.security.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.reading.ConfigFixture;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayEvent.Anomaly;
import io.mychat.gateway.spi.event.GatewayEvent.AnomalyDetected;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnomalyDetectorTest {

    private static final String IP = "203.0.113.9";
    private static final DeviceKey DEVICE = new DeviceKey("web", "d");

    private final ManualTime time = new ManualTime();
    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final AnomalyDetector detector = detector(Map.of());

    private AnomalyDetector detector(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "security.anomalies.logins_per_address.count", 20,
                "security.anomalies.logins_per_user.count", 10,
                "security.anomalies.messages_per_user.count", 100,
                "security.anomalies.accounts_per_address.count", 5,
                "security.anomalies.addresses_per_account.count", 3,
                "security.anomalies.max_tracked", 1000,
                "security.uncounted_addresses", List.of("192.0.2.0/24")));
        settings.putAll(more);
        GatewayConfig config = ConfigFixture.config(settings);
        return new AnomalyDetector(events::add, config::security, time);
    }

    private void login(AnomalyDetector to, String user, String ip) {
        to.onEvent(new GatewayEvent.LoginSucceeded(time.now(), session(user, ip)));
    }

    private Session session(String user, String ip) {
        return new Session("s-1", new UserInfo("id-" + user, user, Set.of()), DEVICE, ip, time.now(), 1, "node");
    }

    private void fail(String user, String ip) {
        detector.onEvent(new GatewayEvent.LoginFailed(time.now(), ip, user, "bad_credentials"));
    }

    private Stream<AnomalyDetected> anomalies(Anomaly kind) {
        return events.stream()
                .flatMap(event -> event instanceof AnomalyDetected found && found.kind() == kind
                        ? Stream.of(found)
                        : Stream.empty());
    }

    private static double metric(AnomalyDetector of, String name) {
        return of.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }

    @Test
    void manyLoginsOfOneUserAreReportedOnceInAWindow() {
        IntStream.range(0, 10).forEach(i -> fail("alice", "198.51.100." + i));
        assertThat(anomalies(Anomaly.LOGINS_PER_USER)).isEmpty();

        IntStream.range(10, 60).forEach(i -> fail("alice", "198.51.100." + i));
        assertThat(anomalies(Anomaly.LOGINS_PER_USER)).singleElement().satisfies(found -> {
            assertThat(found.userId()).contains("alice");
            assertThat(found.count()).isEqualTo(11);
            assertThat(found.window()).isEqualTo(Duration.ofSeconds(60));
        });

        time.advance(Duration.ofSeconds(60));
        IntStream.range(0, 10).forEach(i -> fail("alice", IP));
        assertThat(anomalies(Anomaly.LOGINS_PER_USER)).hasSize(1);
        fail("alice", IP);
        assertThat(anomalies(Anomaly.LOGINS_PER_USER)).hasSize(2);
    }

    @Test
    void manyLoginsFromOneAddressAreReportedWhoeverLogsIn() {
        IntStream.range(0, 21).forEach(i -> login(detector, "user" + i % 3, "2001:db8::" + i));

        assertThat(anomalies(Anomaly.LOGINS_PER_ADDRESS)).singleElement().satisfies(found -> {
            assertThat(found.ip()).as("one /64").contains("2001:db8::20");
            assertThat(found.userId()).isEmpty();
        });
    }

    @Test
    void manyAccountsFromOneAddressAreReported() {
        IntStream.range(0, 20).forEach(i -> fail("user" + i % 5, IP));
        assertThat(anomalies(Anomaly.ACCOUNTS_PER_ADDRESS)).isEmpty();

        fail("one more", IP);

        assertThat(anomalies(Anomaly.ACCOUNTS_PER_ADDRESS))
                .singleElement()
                .satisfies(found -> assertThat(found.count()).isEqualTo(6));
    }

    @Test
    void oneAccountFromFarTooManyAddressesIsReported() {
        IntStream.range(0, 9).forEach(i -> login(detector, "alice", "198.51.100." + i % 3));
        assertThat(anomalies(Anomaly.ADDRESSES_PER_ACCOUNT)).isEmpty();

        login(detector, "alice", IP);

        assertThat(anomalies(Anomaly.ADDRESSES_PER_ACCOUNT)).singleElement().satisfies(found -> {
            assertThat(found.userId()).contains("id-alice");
            assertThat(found.ip()).contains(IP);
            assertThat(found.count()).isEqualTo(4);
        });
    }

    @Test
    void addressesThatHideManyClientsCauseNoAlarm() {
        IntStream.range(0, 500).forEach(i -> login(detector, "user" + i, "192.0.2." + i % 7));
        IntStream.range(0, 500).forEach(i -> fail("user" + i, "192.0.2.1"));

        assertThat(events).noneMatch(AnomalyDetected.class::isInstance);
    }

    @Test
    void aBurstOfMessagesIsReported() {
        Session alice = session("alice", IP);
        IntStream.range(0, 100).forEach(i -> detector.message(alice));
        assertThat(anomalies(Anomaly.MESSAGES_PER_USER)).isEmpty();

        IntStream.range(0, 100).forEach(i -> detector.message(alice));

        assertThat(anomalies(Anomaly.MESSAGES_PER_USER)).hasSize(1);
    }

    @Test
    void tokensThatWereUsedTwiceAreReported() {
        UserInfo alice = new UserInfo("id-alice", "alice", Set.of());
        detector.onEvent(
                new GatewayEvent.TokensRefreshed(time.now(), IP, alice, DEVICE, Optional.of("198.51.100.1"), true));
        detector.onEvent(new GatewayEvent.RefreshTokenReused(time.now(), IP, "id-alice", DEVICE));
        detector.onEvent(new GatewayEvent.TokensRefreshed(time.now(), IP, alice, DEVICE, Optional.empty(), false));

        assertThat(anomalies(Anomaly.TOKEN_REUSE)).hasSize(2);
    }

    @Test
    void aThresholdOfZeroIsOff() {
        AnomalyDetector off = detector(Map.of("security.anomalies.addresses_per_account.count", 0));

        IntStream.range(0, 200).forEach(i -> login(off, "alice", "198.51.100." + i));

        assertThat(anomalies(Anomaly.ADDRESSES_PER_ACCOUNT)).isEmpty();
    }

    @Test
    void aFloodOfNamesCostsBoundedMemoryAndFewLines() {
        AnomalyDetector small = detector(Map.of("security.anomalies.max_per_minute", 7));
        for (int i = 0; i < 20_000; i++) {
            small.onEvent(new GatewayEvent.LoginFailed(
                    time.now(), "10." + i % 250 + "." + i / 250 % 250 + ".1", "name" + i % 20_000, "bad_credentials"));
        }
        IntStream.range(0, 100)
                .forEach(i -> small.onEvent(new GatewayEvent.RefreshTokenReused(time.now(), IP, "id-alice", DEVICE)));

        assertThat(metric(small, "anomaly_tracked")).isBetween(1500.0, 5000.0);
        assertThat(events.stream().filter(AnomalyDetected.class::isInstance)).hasSizeLessThanOrEqualTo(7);
        assertThat(metric(small, "anomalies_total")).isGreaterThanOrEqualTo(100);
        assertThat(metric(small, "anomalies_unreported_total")).isGreaterThanOrEqualTo(93);
    }
}
