package io.mychat.gateway.core.ban;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.security.SecurityConfig;
import io.mychat.gateway.core.security.AddressGroup;
import io.mychat.gateway.core.threads.AsyncCalls;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanList;
import io.mychat.gateway.spi.ban.BanRefusedException;
import io.mychat.gateway.spi.ban.BanRequest;
import io.mychat.gateway.spi.ban.BanStore;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.spi.ban.BanTerms;
import io.mychat.gateway.spi.ban.BanVersion;
import io.mychat.gateway.spi.ban.Bans;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the bans, and keeps this gateway's copy equal to the store's list. A change is told to the other gateways at
 * once; each of them also compares versions with the store ({@code security.ban_compare_ms}), which makes up for a lost
 * message. Bans that the store has lost are put back. Thread-safe: one lock guards the copy, and it is held while the
 * store is read. The class is long because both forms of each call share that lock.
 */
public final class BanService implements Bans, MetricSource {

    private static final Logger log = LoggerFactory.getLogger(BanService.class);

    /** Who decides about automatic bans, in the audit. */
    private static final String GATEWAY = "gateway";

    private final BanStore store;
    private final ActiveBans active;
    private final BanEnforcer enforcer;
    private final Supplier<SecurityConfig> config;
    private final Dependencies dependencies;
    private final ReentrantLock copy = new ReentrantLock();
    private final RateLimitedLog unbanned;
    private final RateLimitedLog ignored;
    private final RateLimitedLog unreadable;
    private final RateLimitedLog lost;
    private BanVersion known = BanVersion.NONE;
    private volatile boolean isOutdated;
    private volatile Consumer<Ban> onFound = found -> {};
    private final AtomicBoolean isRefreshDue = new AtomicBoolean();

    /**
     * What the service needs besides the bans.
     *
     * @param ids makes ids that increase
     * @param announce tells the other gateways that the list has changed; does not block
     * @param executor runs calls of the store
     * @param calls runs the asynchronous calls of the host
     */
    public record Dependencies(
            LoginNames names,
            Supplier<String> ids,
            Runnable announce,
            Executor executor,
            AsyncCalls calls,
            GatewayListener events,
            TimeSource time) {}

    public BanService(
            BanStore store,
            ActiveBans active,
            BanEnforcer enforcer,
            Supplier<SecurityConfig> config,
            Dependencies dependencies) {
        this.store = store;
        this.active = active;
        this.enforcer = enforcer;
        this.config = config;
        this.dependencies = dependencies;
        this.unbanned = new RateLimitedLog(log::warn, dependencies.time());
        this.ignored = new RateLimitedLog(log::warn, dependencies.time());
        this.unreadable = new RateLimitedLog(log::warn, dependencies.time());
        this.lost = new RateLimitedLog(log::warn, dependencies.time());
    }

    /** Sets who is told of each ban that is found in the store and was made elsewhere, or before the start. */
    public void onFound(Consumer<Ban> next) {
        onFound = next;
    }

    @Override
    public Ban add(BanRequest request) {
        Instant now = now();
        BanTarget target = target(request);
        Ban ban = ban(
                target,
                new BanTerms(
                        request.reason(), request.by(), now, request.duration().map(now::plus), false));
        return add(ban, config.get().bans().maxBans(), "security.max_bans");
    }

    /**
     * Bans the group of an address for its behaviour, soon, on another thread. Does not block.
     *
     * @param done told whether it is banned now and was not before
     */
    public void banSoon(InetAddress address, String reason, Duration length, Consumer<Boolean> done) {
        try {
            dependencies.executor().execute(() -> done.accept(banned(address, reason, length)));
        } catch (RejectedExecutionException e) {
            log.debug("There is no thread to ban an address", e);
            done.accept(false);
        }
    }

    private boolean banned(InetAddress address, String reason, Duration length) {
        if (active.ofAddress(address).isPresent()) {
            return false;
        }
        Instant now = now();
        BanTarget target =
                new BanTarget.Address(AddressGroup.of(address).toRange().toString());
        Ban ban = ban(target, new BanTerms(reason, GATEWAY, now, Optional.of(now.plus(length)), true));
        try {
            add(ban, config.get().automaticBans().bounds().maxBans(), "security.automatic_bans.max_bans");
            return true;
        } catch (StoreUnavailableException | BanRefusedException e) {
            unbanned.log("An address is not banned automatically: " + e.getMessage());
            return false;
        }
    }

    private Instant now() {
        return dependencies.time().now().truncatedTo(ChronoUnit.MILLIS);
    }

    private Ban ban(BanTarget target, BanTerms terms) {
        return new Ban("b-" + dependencies.ids().get(), target, username(target), terms);
    }

    /** @param limit the key of the limit {@code most} */
    private Ban add(Ban ban, int most, String limit) {
        if (!store.add(ban, most)) {
            throw new BanRefusedException(
                    "too_many_bans",
                    "There are " + most + " bans already (" + limit + "). Lift some, or raise the limit.");
        }
        change(list -> list.with(ban));
        enforcer.enforce(List.of(ban));
        dependencies
                .events()
                .onEvent(new GatewayEvent.BanAdded(dependencies.time().now(), ban));
        dependencies.announce().run();
        return ban;
    }

    /** The target with its block in canonical form. */
    private BanTarget target(BanRequest request) {
        if (!(request.target() instanceof BanTarget.Address address)) {
            return request.target();
        }
        AddressRange block = AddressRange.parse(address.block());
        if (!request.isForced()) {
            BanScope.check(block, config.get().clientAddress());
        }
        return new BanTarget.Address(block.toString());
    }

    private String username(BanTarget target) {
        if (target instanceof BanTarget.Address) {
            return "";
        }
        String userId = target instanceof BanTarget.User user ? user.userId() : ((BanTarget.Device) target).userId();
        return dependencies.names().of(userId).orElse("");
    }

    @Override
    public boolean lift(String id) {
        return lift(id, "host application").isPresent();
    }

    /**
     * Lifts a ban.
     *
     * @param by who lifts it, for the audit log
     * @return the ban; empty when there is none with this id
     */
    public Optional<Ban> lift(String id, String by) {
        Optional<Ban> ban = active.index().find(Objects.requireNonNull(id, "id"));
        if (ban.isEmpty()) {
            refresh();
            ban = active.index().find(id);
        }
        boolean wasThere = store.remove(id);
        if (!wasThere && ban.isEmpty()) {
            return Optional.empty();
        }
        change(list -> list.without(id));
        ban.ifPresent(lifted -> dependencies
                .events()
                .onEvent(new GatewayEvent.BanLifted(dependencies.time().now(), lifted, by)));
        dependencies.announce().run();
        return ban;
    }

    @Override
    public List<Ban> list() {
        return active.list();
    }

    @Override
    public CompletionStage<Ban> addAsync(BanRequest request) {
        return dependencies.calls().call(() -> add(request));
    }

    @Override
    public CompletionStage<Boolean> liftAsync(String id) {
        return dependencies.calls().call(() -> lift(id));
    }

    /** Reads the list soon, on another thread, because another gateway has changed it. Does not block. */
    public void refreshSoon() {
        if (!isRefreshDue.compareAndSet(false, true)) {
            return;
        }
        try {
            dependencies.executor().execute(() -> {
                // Before the reading: a change that is told from now on may not be in what is read.
                isRefreshDue.set(false);
                refreshIfPossible();
            });
        } catch (RejectedExecutionException e) {
            isRefreshDue.set(false);
            log.debug("There is no thread to read the bans; the next comparison reads them", e);
        }
    }

    /** As {@link #refresh}; while the store cannot be reached, the known bans stay in effect. */
    public void refreshIfPossible() {
        try {
            refresh();
        } catch (StoreUnavailableException e) {
            if (!isOutdated) {
                unreadable.log("The bans cannot be read; those that are known stay in effect: " + e.getMessage());
            }
            isOutdated = true;
        }
    }

    /**
     * Adopts the store's list if it has changed. May block.
     *
     * @throws StoreUnavailableException when the store cannot be reached; nothing has changed
     */
    public void refresh() {
        Collection<Ban> added = List.of();
        copy.lock();
        try {
            Optional<BanList> changed = store.changedSince(known);
            if (changed.isPresent()) {
                added = adopt(withLost(changed.get()));
            }
        } finally {
            copy.unlock();
        }
        isOutdated = false;
        added.forEach(onFound);
        enforcer.enforce(added);
    }

    /** The list after the bans have been put back that only this gateway still knows. */
    private BanList withLost(BanList list) {
        if (!list.version().hasLost(known)) {
            return list;
        }
        BanIndex found = new BanIndex(list.bans());
        List<Ban> missing = active.list().stream()
                .filter(ban -> found.find(ban.id()).isEmpty())
                .toList();
        if (missing.isEmpty()) {
            return list;
        }
        lost.log("The store has lost " + missing.size() + " bans; they are put back");
        store.restore(missing);
        return store.changedSince(BanVersion.NONE).orElse(list);
    }

    /** Returns the bans that this gateway did not know. */
    private Collection<Ban> adopt(BanList list) {
        BanIndex before = active.index();
        BanIndex now = new BanIndex(list.bans());
        now.withoutAddress()
                .forEach(id -> ignored.log(
                        "Ban " + id + " is ignored: its address is neither an IP address nor a CIDR block"));
        active.replace(now);
        known = list.version();
        return list.bans().stream()
                .filter(ban -> before.find(ban.id()).isEmpty())
                .toList();
    }

    /** Applies this gateway's own change without waiting for the list. */
    private void change(UnaryOperator<BanIndex> step) {
        copy.lock();
        try {
            active.replace(step.apply(active.index()));
        } finally {
            copy.unlock();
        }
    }

    @Override
    public List<Metric> metrics() {
        List<Ban> bans = list();
        long automatic = bans.stream().filter(ban -> ban.terms().isAutomatic()).count();
        return List.of(
                Metric.gauge("bans", "Bans of administrators in effect.", bans.size() - automatic),
                Metric.gauge("automatic_bans", "Automatic bans in effect.", automatic),
                Metric.gauge(
                        "automatic_bans_limit",
                        "Most automatic bans.",
                        config.get().automaticBans().bounds().maxBans()),
                Metric.gauge(
                        "bans_limit",
                        "Most bans of administrators.",
                        config.get().bans().maxBans()),
                Metric.gauge(
                        "bans_outdated",
                        "1 while the bans cannot be read from the store and the known ones stay in effect.",
                        isOutdated ? 1 : 0));
    }
}
