package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.RotationRequest;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The {@link TokenStore} of one process. Its content ends with the process: refresh tokens and revocations do not
 * survive a restart.
 *
 * <p>All entries expire and are bounded, see {@link TokenStoreLimits}. A user's generation is the clock in
 * microseconds, or one more than the highest generation given so far, whichever is greater. It therefore rises also
 * when the clock goes back, and can be forgotten when the last access token issued before the revocation has expired.
 *
 * <p>Thread-safe. One lock guards everything; it is held for a few map operations and never during a call to other
 * code.
 */
public final class InMemoryTokenStore implements TokenStore, MetricSource {

    /** Allows for clocks that differ, and for tokens signed a moment after their generation was read. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final TimeSource time;
    private final TokenStoreLimits limits;
    private final Supplier<Duration> lifetime;

    private final ExpiringMap<RefreshFamily> families = new ExpiringMap<>();
    private final Map<String, RefreshFamily> byHash = new HashMap<>();
    private final Map<String, Set<RefreshFamily>> byUser = new HashMap<>();
    /** Exchanged tokens with a sealed successor, in the order of their first use. */
    private final Deque<UsedToken> used = new ArrayDeque<>();

    private final ExpiringMap<String> revokedTokens = new ExpiringMap<>();
    private final ExpiringMap<String> revokedFamilies = new ExpiringMap<>();
    private final ExpiringMap<Long> generations = new ExpiringMap<>();
    /** The last change of each user's account. Tokens without a family that are older than it are revoked. */
    private final ExpiringMap<Instant> changedAccounts = new ExpiringMap<>();

    private long highestGeneration;
    private long evicted;

    private record UsedToken(RefreshFamily family, String hash, long usedAt) {}

    public InMemoryTokenStore(TimeSource time) {
        this(time, TokenStoreLimits.defaults());
    }

    public InMemoryTokenStore(TimeSource time, TokenStoreLimits limits) {
        this(time, limits, limits::accessLifetime);
    }

    /** @param lifetime returns the lifetime of access tokens that are issued now; {@code limits} has the minimum */
    public InMemoryTokenStore(TimeSource time, TokenStoreLimits limits, Supplier<Duration> lifetime) {
        this.time = time;
        this.limits = limits;
        this.lifetime = lifetime;
    }

    @Override
    public synchronized long generation(String userId) {
        removeEnded();
        return generations.get(userId).orElse(0L);
    }

    @Override
    public synchronized long open(RefreshGrant grant, String tokenHash) {
        removeEnded();
        RefreshFamily known = byHash.get(tokenHash);
        if (known != null && known.isLiving(tokenHash) && known.grant().equals(grant)) {
            // The caller repeats a call that it took for failed.
            return generations.get(grant.userId()).orElse(0L);
        }
        if (revokedFamilies.contains(grant.familyId())) {
            return REVOKED;
        }
        RefreshFamily family = new RefreshFamily(grant, tokenHash, limits.maxDeadTokensPerFamily(), time.now());
        if (families.contains(grant.familyId()) || byHash.putIfAbsent(tokenHash, family) != null) {
            throw new IllegalArgumentException("a family begins once, with a token of its own");
        }
        keep(family);
        Set<RefreshFamily> own = byUser.computeIfAbsent(grant.userId(), user -> new LinkedHashSet<>());
        own.add(family);
        if (own.size() > limits.maxFamiliesPerUser()) {
            own.stream()
                    .filter(other -> other != family)
                    .min(Comparator.comparing(other -> other.grant().expiresAt()))
                    .ifPresent(this::evict);
        }
        if (families.size() > limits.maxFamilies()) {
            families.first().ifPresent(this::evict);
        }
        return generations.get(grant.userId()).orElse(0L);
    }

    @Override
    public synchronized RotationOutcome rotate(RotationRequest rotation) {
        removeEnded();
        String shown = rotation.tokenHash();
        RefreshFamily family = byHash.get(shown);
        if (family == null || !family.isCurrent(shown, time.now(), rotation.familyLife())) {
            return new RotationOutcome.Unknown();
        }
        if (!family.isLiving(shown)) {
            return family.repeat(shown, time.nanoTime()).orElseGet(() -> {
                revoke(family);
                return new RotationOutcome.Reused(family.grant());
            });
        }
        if (byHash.putIfAbsent(rotation.successor().tokenHash(), family) != null) {
            throw new IllegalArgumentException("a successor must be new");
        }
        family.rotate(rotation, time.nanoTime()).forEach(byHash::remove);
        used.add(new UsedToken(family, shown, time.nanoTime()));
        keep(family);
        return new RotationOutcome.Rotated(family.grant());
    }

    @Override
    public synchronized Optional<RefreshGrant> find(String tokenHash) {
        removeEnded();
        return Optional.ofNullable(byHash.get(tokenHash))
                .filter(family -> family.isCurrent(tokenHash, time.now()))
                .map(RefreshFamily::grant);
    }

    @Override
    public boolean neverWaits() {
        return true;
    }

    @Override
    public synchronized boolean isRevoked(TokenClaims claims) {
        removeEnded();
        return revokedTokens.contains(claims.tokenId())
                || revokedFamilies.contains(claims.familyId())
                || claims.generation() < generations.get(claims.user().userId()).orElse(0L)
                || isOfAnEarlierAccount(claims);
    }

    private boolean isOfAnEarlierAccount(TokenClaims claims) {
        return claims.familyId().isEmpty()
                && changedAccounts
                        .get(claims.user().userId())
                        .filter(changed -> !claims.issuedAt().isAfter(changed))
                        .isPresent();
    }

    @Override
    public synchronized void revokeToken(TokenClaims claims) {
        removeEnded();
        revokedTokens.put(claims.tokenId(), claims.tokenId(), claims.expiresAt().plus(SLACK));
        revokedTokens.trimTo(limits.maxRevocations());
    }

    /** The empty family id stands for tokens without a family and cannot be revoked. */
    @Override
    public synchronized void revokeFamily(String familyId) {
        removeEnded();
        if (!familyId.isEmpty()) {
            families.get(familyId).ifPresent(this::remove);
            revokedFamilies.put(familyId, familyId, endOfAccess());
            revokedFamilies.trimTo(limits.maxRevocations());
        }
    }

    @Override
    public synchronized List<RefreshGrant> revokeDevice(String userId, DeviceKey device) {
        removeEnded();
        return revokeWhere(userId, grant -> grant.device().equals(device));
    }

    @Override
    public synchronized long revokeUser(String userId) {
        removeEnded();
        revokeWhere(userId, grant -> true);
        Instant now = time.now();
        highestGeneration = Math.max(highestGeneration + 1, now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
        generations.put(userId, highestGeneration, endOfAccess());
        generations.trimTo(limits.maxRevocations());
        return highestGeneration;
    }

    @Override
    public synchronized void revokeOthers(AccountState current) {
        removeEnded();
        String granted = current.digest();
        revokeWhere(current.userId(), grant -> !grant.account().digest().equals(granted));
        changedAccounts.put(current.userId(), time.now(), endOfAccess());
        changedAccounts.trimTo(limits.maxRevocations());
    }

    private List<RefreshGrant> revokeWhere(String userId, Predicate<RefreshGrant> goes) {
        List<RefreshFamily> going = byUser.getOrDefault(userId, Set.of()).stream()
                .filter(family -> goes.test(family.grant()))
                .toList();
        going.forEach(this::revoke);
        return going.stream().map(RefreshFamily::grant).toList();
    }

    private void evict(RefreshFamily family) {
        evicted++;
        revoke(family);
    }

    @Override
    public synchronized List<Metric> metrics() {
        return List.of(
                Metric.gauge("token_store_logins", "Logins that a refresh token can continue.", families.size()),
                Metric.gauge(
                        "token_store_logins_limit",
                        "Most logins that a refresh token can continue.",
                        limits.maxFamilies()),
                Metric.gauge(
                        "token_store_logins_per_user_limit",
                        "Most logins of one user that a refresh token can continue.",
                        limits.maxFamiliesPerUser()),
                Metric.counter("token_store_evictions_total", "Logins ended because there were too many.", evicted),
                revocations("token", revokedTokens.size()),
                revocations("login", revokedFamilies.size()),
                revocations("user", generations.size()),
                revocations("changed_account", changedAccounts.size()),
                Metric.gauge(
                        "token_store_revocations_limit",
                        "Most remembered revocations of each kind.",
                        limits.maxRevocations()));
    }

    private static Metric revocations(String of, int number) {
        return Metric.gauge("token_store_revocations", "Remembered revocations.", number)
                .with("of", of);
    }

    private void revoke(RefreshFamily family) {
        revokeFamily(family.grant().familyId());
    }

    /**
     * Keeps a family as long as one of its refresh or access tokens may live, because a device's access tokens are
     * found by it.
     */
    private void keep(RefreshFamily family) {
        Instant refreshEnds = family.grant().expiresAt();
        Instant accessEnds = endOfAccess();
        families.put(family.grant().familyId(), family, refreshEnds.isAfter(accessEnds) ? refreshEnds : accessEnds);
    }

    private void remove(RefreshFamily family) {
        families.remove(family.grant().familyId());
        forget(family);
    }

    private void forget(RefreshFamily family) {
        family.hashes().forEach(byHash::remove);
        String userId = family.grant().userId();
        byUser.computeIfPresent(userId, (user, own) -> own.remove(family) && own.isEmpty() ? null : own);
    }

    private Instant endOfAccess() {
        Duration now = lifetime.get();
        Duration longest = now.compareTo(limits.accessLifetime()) > 0 ? now : limits.accessLifetime();
        return time.now().plus(longest).plus(SLACK);
    }

    private void removeEnded() {
        Instant now = time.now();
        long nanoTime = time.nanoTime();
        while (!used.isEmpty() && nanoTime - used.peek().usedAt() >= RefreshFamily.GRACE_NANOS) {
            UsedToken over = used.remove();
            over.family().forgetLink(over.hash());
        }
        families.removeEnded(now).forEach(this::forget);
        revokedTokens.removeEnded(now);
        revokedFamilies.removeEnded(now);
        generations.removeEnded(now);
        changedAccounts.removeEnded(now);
    }
}
