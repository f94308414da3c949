package io.mychat.gateway.core.security.anomaly;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.security.AnomalyConfig;
import io.mychat.gateway.core.config.security.AnomalyThreshold;
import io.mychat.gateway.core.config.security.SecurityConfig;
import io.mychat.gateway.core.security.AddressGroup;
import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayEvent.Anomaly;
import io.mychat.gateway.spi.event.GatewayEvent.AnomalyDetected;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes events on and adds {@link AnomalyDetected} where many of them are far from normal ({@code security.anomalies}).
 * It counts on this node only, and reports once for each window of a user or address. An IPv6 /64 counts as one address;
 * {@code security.uncounted_addresses} hide many clients and are not counted. Thread-safe; never blocks.
 */
public final class AnomalyDetector implements GatewayListener, MetricSource {

    private static final Logger log = LoggerFactory.getLogger(AnomalyDetector.class);

    private final GatewayListener events;
    private final Supplier<SecurityConfig> config;
    private final TimeSource time;
    private final AnomalyReporter reporter;
    private final RateLimitedLog failures;
    private final int maxTracked;
    private final OccurrenceCounts loginsPerAddress;
    private final OccurrenceCounts loginsPerUser;
    private final OccurrenceCounts messagesPerUser;
    private final OccurrenceCounts accountsPerAddress;
    private final OccurrenceCounts addressesPerAccount;

    /**
     * @param events gets all events, and the anomalies
     * @param config the section in effect
     */
    public AnomalyDetector(GatewayListener events, Supplier<SecurityConfig> config, TimeSource time) {
        this.events = events;
        this.config = config;
        this.time = time;
        this.failures = RateLimitedLog.withCauses(log::error, time);
        this.reporter =
                new AnomalyReporter(events, () -> config.get().anomalies().maxPerMinute(), time);
        this.maxTracked = config.get().anomalies().maxTracked();
        this.loginsPerAddress = new OccurrenceCounts(maxTracked);
        this.loginsPerUser = new OccurrenceCounts(maxTracked);
        this.messagesPerUser = new OccurrenceCounts(maxTracked);
        this.accountsPerAddress = new OccurrenceCounts(maxTracked);
        this.addressesPerAccount = new OccurrenceCounts(maxTracked);
    }

    @Override
    public void onEvent(GatewayEvent event) {
        events.onEvent(event);
        FaultBarrier.run(failures, "An event could not be looked at for anomalies", () -> look(event));
    }

    private void look(GatewayEvent event) {
        if (event instanceof GatewayEvent.LoginSucceeded login) {
            Session session = login.session();
            accepted(session.user().username(), session.userId(), session.ip());
        } else if (event instanceof GatewayEvent.TokensIssued login) {
            accepted(login.user().username(), login.user().userId(), login.ip());
        } else if (event instanceof GatewayEvent.LoginFailed failed) {
            attempted(failed.username(), failed.ip(), placeOf(failed.ip()));
        } else if (event instanceof GatewayEvent.TokensRefreshed refresh && refresh.isAnomaly()) {
            reused(refresh.user().userId(), refresh.ip());
        } else if (event instanceof GatewayEvent.RefreshTokenReused reuse) {
            reused(reuse.userId(), reuse.ip());
        }
    }

    /** Counts a message of a logged-in user. */
    public void message(Session session) {
        AnomalyThreshold normal = limits().messagesPerUser();
        found(
                Anomaly.MESSAGES_PER_USER,
                Optional.of(session.userId()),
                Optional.of(session.ip()),
                normal,
                messagesPerUser.add(session.userId(), normal, time.nanoTime()));
    }

    private void accepted(String username, String userId, String ip) {
        Optional<String> from = placeOf(ip);
        attempted(username, ip, from);
        from.ifPresent(place -> found(
                Anomaly.ADDRESSES_PER_ACCOUNT,
                Optional.of(userId),
                Optional.of(ip),
                limits().addressesPerAccount(),
                addressesPerAccount.add(userId, place, limits().addressesPerAccount(), time.nanoTime())));
    }

    /** @param username empty where a token was shown that says nothing */
    private void attempted(String username, String ip, Optional<String> placeOfIp) {
        AnomalyConfig limits = limits();
        long now = time.nanoTime();
        Optional<String> name = Optional.of(username).filter(text -> !text.isEmpty());
        Optional<String> from = Optional.of(ip);
        name.ifPresent(user -> found(
                Anomaly.LOGINS_PER_USER,
                name,
                from,
                limits.loginsPerUser(),
                loginsPerUser.add(user, limits.loginsPerUser(), now)));
        placeOfIp.ifPresent(place -> {
            found(
                    Anomaly.LOGINS_PER_ADDRESS,
                    Optional.empty(),
                    from,
                    limits.loginsPerAddress(),
                    loginsPerAddress.add(place, limits.loginsPerAddress(), now));
            name.ifPresent(user -> found(
                    Anomaly.ACCOUNTS_PER_ADDRESS,
                    Optional.empty(),
                    from,
                    limits.accountsPerAddress(),
                    accountsPerAddress.add(place, user, limits.accountsPerAddress(), now)));
        });
    }

    private void reused(String userId, String ip) {
        reporter.report(new AnomalyDetected(
                time.now(), Anomaly.TOKEN_REUSE, Optional.of(userId), Optional.of(ip), 1, Duration.ZERO));
    }

    private void found(
            Anomaly kind, Optional<String> userId, Optional<String> ip, AnomalyThreshold normal, OptionalLong count) {
        count.ifPresent(
                many -> reporter.report(new AnomalyDetected(time.now(), kind, userId, ip, many, normal.window())));
    }

    /** Addresses that count as one have the same text; empty: the address hides many clients. */
    private Optional<String> placeOf(String ip) {
        Optional<InetAddress> address = AddressRange.address(ip);
        return address.filter(config.get().clientAddress()::isUncounted).isPresent()
                ? Optional.empty()
                : Optional.of(
                        address.map(AddressGroup::of).map(AddressGroup::toText).orElse(ip));
    }

    private AnomalyConfig limits() {
        return config.get().anomalies();
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(reporter.metrics());
        metrics.add(tracked(Anomaly.LOGINS_PER_ADDRESS, loginsPerAddress));
        metrics.add(tracked(Anomaly.LOGINS_PER_USER, loginsPerUser));
        metrics.add(tracked(Anomaly.MESSAGES_PER_USER, messagesPerUser));
        metrics.add(tracked(Anomaly.ACCOUNTS_PER_ADDRESS, accountsPerAddress));
        metrics.add(tracked(Anomaly.ADDRESSES_PER_ACCOUNT, addressesPerAccount));
        metrics.add(Metric.gauge(
                "anomaly_tracked_limit",
                "Users or addresses that are remembered at most, for each kind of anomaly.",
                maxTracked));
        return metrics;
    }

    private static Metric tracked(Anomaly kind, OccurrenceCounts counts) {
        return Metric.gauge(
                        "anomaly_tracked",
                        "Users or addresses whose behaviour is remembered, by the kind of anomaly.",
                        counts.tracked())
                .with("kind", AnomalyReporter.label(kind));
    }
}
