package io.mychat.gateway.core.auth;

import io.mychat.gateway.spi.auth.RefreshGrant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The refresh tokens that descend from one login: one lives, the others are dead. Guarded by its store's lock. */
final class Family {

    /** How long a predecessor may be shown again (protocol.md section 2). */
    private static final long GRACE_NANOS = Duration.ofSeconds(10).toNanos();

    /** What showing a token of this family means. */
    enum Standing {
        /** It lives, or is the predecessor of an unused one: it may be rotated. */
        GOOD,
        EXPIRED,
        /** Somebody has a copy. */
        DEAD
    }

    private final int maxDead;
    private final Map<String, Instant> dead = new LinkedHashMap<>();
    private RefreshGrant grant;
    private String living;
    private @Nullable String predecessor;
    private long predecessorUsedAt;

    Family(RefreshGrant grant, String tokenHash, int maxDead) {
        this.grant = grant;
        this.living = tokenHash;
        this.maxDead = maxDead;
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

    Standing standing(String hash, Instant now, long nanoTime) {
        boolean isLiving = hash.equals(living);
        Instant expiresAt = isLiving ? grant.expiresAt() : dead.getOrDefault(hash, Instant.MIN);
        if (!expiresAt.isAfter(now)) {
            return Standing.EXPIRED;
        }
        boolean mayRepeat = hash.equals(predecessor) && nanoTime - predecessorUsedAt <= GRACE_NANOS;
        return isLiving || mayRepeat ? Standing.GOOD : Standing.DEAD;
    }

    /**
     * Puts the successor of a token in good standing into the place of the living one.
     *
     * @return hashes that are remembered no longer
     */
    List<String> replaceLiving(String shown, String successor, Instant expiresAt, long nanoTime) {
        if (shown.equals(living)) {
            predecessor = shown;
            predecessorUsedAt = nanoTime;
        }
        dead.put(living, grant.expiresAt());
        living = successor;
        grant = grant.withExpiresAt(expiresAt);
        return forgetOldest();
    }

    private List<String> forgetOldest() {
        List<String> forgotten = new ArrayList<>();
        var oldest = dead.keySet().iterator();
        while (dead.size() - forgotten.size() > maxDead) {
            forgotten.add(oldest.next());
        }
        forgotten.forEach(dead::remove);
        return forgotten;
    }
}
