package io.mychat.gateway.core.ban.automatic;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.security.AnomalyThreshold;
import io.mychat.gateway.core.config.security.AutomaticBanConfig;
import io.mychat.gateway.core.config.security.ClientAddressConfig;
import io.mychat.gateway.core.config.security.SecurityConfig;
import io.mychat.gateway.core.security.AddressGroup;
import io.mychat.gateway.core.security.anomaly.OccurrenceCounts;
import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bans addresses that go on with what an honest client does rarely ({@code security.automatic_bans}). All events pass
 * through; this gateway counts by itself, and a ban is in effect on all of them (docs/adr/0036-automatic-bans.md).
 *
 * <p>An IPv6 /64 counts as one address. Never counted are loopback addresses, trusted proxies, uncounted and exempt
 * addresses. The users who log in well from an address raise its thresholds. Thread-safe; never blocks.
 */
public final class AutomaticBans implements GatewayListener, MetricSource {

    private static final Logger log = LoggerFactory.getLogger(AutomaticBans.class);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final GatewayListener events;
    private final Supplier<SecurityConfig> config;
    private final TimeSource time;
    private final int maxTracked;
    private final Map<Offence, Tally> tallies = new EnumMap<>(Offence.class);
    private final LongAdder omitted = new LongAdder();
    private final GoodLogins goodLogins;
    private final BanLengths lengths;
    private final RateLimitedLog failures;
    private volatile Banishment banishment = (address, reason, length, done) -> done.accept(false);

    /** Guarded by this object's lock, as the number in it. */
    private long minute;

    private int inMinute;

    /** One kind of offence: by address, all of them, and the bans for them. */
    private record Tally(OccurrenceCounts byAddress, LongAdder offences, LongAdder bans) {}

    /** Bans an address. */
    @FunctionalInterface
    public interface Banishment {

        /**
         * Bans soon, on another thread; does not block.
         *
         * @param done told whether the address has been banned
         */
        void ban(InetAddress address, String reason, Duration length, Consumer<Boolean> done);
    }

    /**
     * @param events gets all events
     * @param config the section in effect
     */
    public AutomaticBans(GatewayListener events, Supplier<SecurityConfig> config, TimeSource time) {
        this.events = events;
        this.config = config;
        this.time = time;
        this.failures = RateLimitedLog.withCauses(log::error, time);
        this.maxTracked = config.get().automaticBans().bounds().maxTracked();
        this.goodLogins = new GoodLogins(maxTracked);
        this.lengths = new BanLengths(maxTracked);
        for (Offence offence : Offence.values()) {
            tallies.put(offence, new Tally(new OccurrenceCounts(maxTracked), new LongAdder(), new LongAdder()));
        }
    }

    /** Sets who bans; nobody does before. */
    public void by(Banishment next) {
        banishment = next;
    }

    /** Remembers the length of an address's ban by another gateway, so that the next one lasts longer on all of them. */
    public void found(Ban ban) {
        Optional<Instant> until = ban.terms().until();
        if (!ban.terms().isAutomatic() || until.isEmpty() || !(ban.target() instanceof BanTarget.Address target)) {
            return;
        }
        Instant since = ban.terms().since();
        long begun = time.nanoTime() - Duration.between(since, time.now()).toNanos();
        AddressRange.address(target.block().replaceFirst("/.*", ""))
                .ifPresent(address ->
                        lengths.begun(AddressGroup.of(address).toText(), Duration.between(since, until.get()), begun));
    }

    @Override
    public void onEvent(GatewayEvent event) {
        events.onEvent(event);
        AutomaticBanConfig limits = config.get().automaticBans();
        if (limits.enabled()) {
            FaultBarrier.run(failures, "An event could not be looked at for automatic bans", () -> look(event, limits));
        }
    }

    private void look(GatewayEvent event, AutomaticBanConfig limits) {
        if (event instanceof GatewayEvent.LoginSucceeded login) {
            accepted(login.session().ip(), login.session().userId(), limits);
        } else if (event instanceof GatewayEvent.TokensIssued login) {
            accepted(login.ip(), login.user().userId(), limits);
        } else if (event instanceof GatewayEvent.TokensRefreshed refresh) {
            accepted(refresh.ip(), refresh.user().userId(), limits);
        } else {
            Offence.of(event).ifPresent(found -> offended(found, limits));
        }
    }

    private void accepted(String ip, String userId, AutomaticBanConfig limits) {
        AddressRange.address(withoutZone(ip))
                .ifPresent(address ->
                        goodLogins.add(AddressGroup.of(address).toText(), userId, limits.goodUsers(), time.nanoTime()));
    }

    private void offended(Offence.Occurrence occurrence, AutomaticBanConfig limits) {
        Offence offence = occurrence.offence();
        AnomalyThreshold threshold = offence.threshold(limits);
        Optional<InetAddress> address = AddressRange.address(withoutZone(occurrence.ip()));
        if (address.isEmpty() || threshold.count() == 0) {
            return;
        }
        AddressGroup group = AddressGroup.of(address.get());
        if (isExempt(group.toRange(), limits)) {
            return;
        }
        String place = group.toText();
        long now = time.nanoTime();
        Tally tally = tally(offence);
        tally.offences().increment();
        int users = goodLogins.users(place, limits.goodUsers(), now);
        // In long, since both factors may be large.
        long raised = Math.min(Integer.MAX_VALUE, threshold.count() * (1L + users));
        OptionalLong tooMany =
                tally.byAddress().add(place, new AnomalyThreshold((int) raised, threshold.window()), now);
        if (tooMany.isPresent()) {
            ban(offence, address.get(), place, limits);
        }
    }

    private void ban(Offence offence, InetAddress address, String place, AutomaticBanConfig limits) {
        if (!isAllowed(limits.bounds().maxPerMinute())) {
            omitted.increment();
            return;
        }
        Duration length = lengths.next(place, limits.lengths(), time.nanoTime());
        banishment.ban(address, offence.reason(), length, isBanned -> {
            if (isBanned) {
                tally(offence).bans().increment();
                lengths.begun(place, length, time.nanoTime());
            } else {
                omitted.increment();
            }
        });
    }

    private synchronized boolean isAllowed(int maxPerMinute) {
        long now = Math.floorDiv(time.nanoTime(), MINUTE);
        inMinute = now == minute ? inMinute + 1 : 1;
        minute = now;
        return inMinute <= maxPerMinute;
    }

    /** Whether a ban of the block would exclude somebody who must not be excluded. */
    private boolean isExempt(AddressRange block, AutomaticBanConfig limits) {
        ClientAddressConfig addresses = config.get().clientAddress();
        return overlaps(block, AddressRange.LOOPBACK)
                || overlaps(block, addresses.trustedProxies())
                || overlaps(block, addresses.uncounted())
                || overlaps(block, limits.exemptAddresses());
    }

    private static boolean overlaps(AddressRange block, List<AddressRange> others) {
        return others.stream().anyMatch(block::overlaps);
    }

    private static String withoutZone(String ip) {
        int zone = ip.indexOf('%');
        return zone < 0 ? ip : ip.substring(0, zone);
    }

    private Tally tally(Offence offence) {
        return Objects.requireNonNull(tallies.get(offence));
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        tallies.forEach((offence, tally) -> {
            metrics.add(Metric.counter(
                            "offences_total",
                            "Broken connections and refused credentials that count towards an automatic ban.",
                            tally.offences().sum())
                    .with("kind", offence.label()));
            metrics.add(Metric.counter(
                            "automatic_bans_added_total",
                            "Addresses that this gateway has banned by itself.",
                            tally.bans().sum())
                    .with("kind", offence.label()));
            metrics.add(Metric.gauge(
                            "offence_addresses",
                            "Addresses whose offences are remembered.",
                            tally.byAddress().tracked())
                    .with("kind", offence.label()));
        });
        metrics.add(Metric.counter(
                "automatic_bans_omitted_total",
                "Automatic bans that a limit or an unreachable store has prevented, or that were in effect already.",
                omitted.sum()));
        metrics.add(Metric.gauge(
                "good_login_addresses", "Addresses whose good logins are remembered.", goodLogins.tracked()));
        metrics.add(Metric.gauge(
                "offence_addresses_limit",
                "Addresses that are remembered at most, for each kind of offence and for good logins.",
                maxTracked));
        return metrics;
    }
}
