package io.mychat.gateway.alerts.engine;

import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.alert.Alert;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.IdempotencyClaim;
import io.mychat.gateway.spi.session.IdempotencyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets one node of a cluster tell of an alert: the one that gets the claim in the store. The claim ends with its lease
 * when that node dies before a channel has taken the alert. Then it names the episode, so that one node tells of its
 * end. While the store cannot answer, each node tells for itself. Blocks up to the deadline of the store.
 */
final class ClusterClaims {

    private static final String FIRING = "firing";
    private static final String RESOLVED = "resolved";
    /** Longer than a node may be late with the end of an episode. */
    private static final Duration KEEP_RESOLVED = Duration.ofHours(24);

    private final IdempotencyStore store;
    private final RateLimitedLog trouble;

    /** What a node may do about an alert. */
    sealed interface Claim {

        /**
         * It tells.
         *
         * @param ticket of the store; empty: the store could not be asked
         */
        record Granted(String episode, String ticket) implements Claim {}

        /** Another node is about to tell. */
        record Pending() implements Claim {}

        /** A node has told. */
        record Told(String episode) implements Claim {}
    }

    ClusterClaims(IdempotencyStore store, RateLimitedLog trouble) {
        this.store = store;
        this.trouble = trouble;
    }

    /** @param known the name of the episode, where this node knows of it already */
    Claim firing(Alert.Identity identity, Optional<String> known, Duration lease) {
        try {
            IdempotencyClaim claim = store.claim(key(identity), FIRING, lease);
            if (claim instanceof IdempotencyClaim.Granted granted) {
                String episode = known.filter(name -> !name.isEmpty())
                        .orElseGet(() -> UUID.randomUUID().toString());
                return new Claim.Granted(episode, granted.ticket());
            }
            return claim instanceof IdempotencyClaim.Answered answered
                    ? new Claim.Told(answered.answer())
                    : new Claim.Pending();
        } catch (StoreUnavailableException e) {
            trouble.log("The store of claims does not answer: this node tells of alerts of the cluster by itself");
            return new Claim.Granted(known.orElse(""), "");
        }
    }

    /** A channel has taken the alert: nobody tells again within the time. */
    void told(Alert.Identity identity, Claim.Granted claim, Duration keep) {
        if (!claim.ticket().isEmpty()) {
            quietly(() -> store.complete(key(identity), claim.ticket(), claim.episode(), keep));
        }
    }

    /** No channel of this node took it: another node may try. */
    void notTold(Alert.Identity identity, Claim.Granted claim) {
        if (!claim.ticket().isEmpty()) {
            quietly(() -> store.release(key(identity), claim.ticket()));
        }
    }

    /** Whether this node tells of the end of an episode. */
    boolean resolved(Alert.Identity identity, String episode) {
        if (episode.isEmpty()) {
            return true;
        }
        String key = key(identity) + ":" + episode;
        try {
            IdempotencyClaim claim = store.claim(key, RESOLVED, KEEP_RESOLVED);
            return claim instanceof IdempotencyClaim.Granted;
        } catch (StoreUnavailableException e) {
            return true;
        }
    }

    private static String key(Alert.Identity identity) {
        return "alert:" + identity.key();
    }

    private void quietly(Runnable step) {
        try {
            step.run();
        } catch (StoreUnavailableException e) {
            trouble.log("The store of claims does not answer: other nodes may tell of an alert again");
        }
    }
}
