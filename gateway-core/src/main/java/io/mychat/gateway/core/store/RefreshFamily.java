package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.RotationRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The refresh tokens that descend from one login. Exactly one of them is valid ("living"); the others were exchanged
 * for a successor ("dead"). Guarded by the lock of its store.
 */
final class RefreshFamily {

    /** The time for which an exchanged token may be presented again (protocol.md section 2). */
    static final long GRACE_NANOS = Duration.ofSeconds(10).toNanos();

    private static final int MAX_REPETITIONS = 10;

    private final int maxDead;
    private final Instant begunAt;
    private final Map<String, Instant> dead = new LinkedHashMap<>();
    /** The links of tokens that were exchanged less than {@link #GRACE_NANOS} ago. */
    private final Map<String, Link> links = new HashMap<>();

    private RefreshGrant grant;
    private String living;

    /** The link from an exchanged token to its successor. */
    private static final class Link {
        private final String successor;
        private final String sealed;
        private final String address;
        private final long usedAt;
        private int repetitions;

        Link(RotationRequest rotation, long usedAt) {
            this.successor = rotation.successor().tokenHash();
            this.sealed = rotation.successor().sealed();
            this.address = rotation.address();
            this.usedAt = usedAt;
        }

        boolean isFresh(long nanoTime) {
            return nanoTime - usedAt < GRACE_NANOS;
        }
    }

    RefreshFamily(RefreshGrant grant, String tokenHash, int maxDead, Instant begunAt) {
        this.grant = grant;
        this.living = tokenHash;
        this.maxDead = maxDead;
        this.begunAt = begunAt;
    }

    RefreshGrant grant() {
        return grant;
    }

    /** All token hashes that this family remembers. */
    List<String> hashes() {
        List<String> all = new ArrayList<>(dead.keySet());
        all.add(living);
        return all;
    }

    boolean isLiving(String hash) {
        return hash.equals(living);
    }

    /** Whether neither the token nor the family has expired. */
    boolean isCurrent(String hash, Instant now, Duration familyLife) {
        return isCurrent(hash, now) && begunAt.plus(familyLife).isAfter(now);
    }

    boolean isCurrent(String hash, Instant now) {
        Instant expiresAt = isLiving(hash) ? grant.expiresAt() : dead.getOrDefault(hash, Instant.MIN);
        return expiresAt.isAfter(now);
    }

    /** The outcome for a recently exchanged token; empty after the grace time or too many repetitions. */
    Optional<RotationOutcome> repeat(String hash, long nanoTime) {
        Link shown = links.get(hash);
        if (shown == null || !shown.isFresh(nanoTime) || shown.repetitions == MAX_REPETITIONS) {
            return Optional.empty();
        }
        List<String> sealed = new ArrayList<>();
        // A successor's first use is later than its predecessor's, so the links after a fresh one are fresh.
        for (Link link = shown; link != null; link = links.get(link.successor)) {
            sealed.add(link.sealed);
        }
        shown.repetitions++;
        return Optional.of(new RotationOutcome.Repeated(grant, sealed, shown.address));
    }

    /**
     * Replaces the valid token by its successor.
     *
     * @return hashes of the oldest tokens, which are no longer remembered
     */
    List<String> rotate(RotationRequest rotation, long nanoTime) {
        links.put(living, new Link(rotation, nanoTime));
        dead.put(living, grant.expiresAt());
        living = rotation.successor().tokenHash();
        Instant familyEnds = begunAt.plus(rotation.familyLife());
        Instant expiresAt = rotation.successor().expiresAt();
        grant = grant.withExpiresAt(expiresAt.isBefore(familyEnds) ? expiresAt : familyEnds);
        return forgetOldest();
    }

    /** Deletes a sealed successor after the grace time. */
    void forgetLink(String hash) {
        links.remove(hash);
    }

    private List<String> forgetOldest() {
        List<String> forgotten = new ArrayList<>();
        var oldest = dead.keySet().iterator();
        while (dead.size() - forgotten.size() > maxDead) {
            forgotten.add(oldest.next());
        }
        forgotten.forEach(dead::remove);
        forgotten.forEach(links::remove);
        return forgotten;
    }
}
