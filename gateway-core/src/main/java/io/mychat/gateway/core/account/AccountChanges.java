package io.mychat.gateway.core.account;

import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.connection.AccountSessions;
import io.mychat.gateway.core.threads.BackgroundRetry;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends access that an account no longer justifies (docs/adr/0017-access-ends-with-its-reason.md). A change is applied
 * first to the sessions of this node, then to the tokens in the store, then to the sessions of all nodes. Thread-safe;
 * applying a change twice is harmless.
 */
public final class AccountChanges {

    private static final Logger log = LoggerFactory.getLogger(AccountChanges.class);

    private final AuthManager auth;
    private final AccountSessions sessions;
    private final AccountSessions.PeerUpdate peers;
    private final Dependencies dependencies;
    private final RateLimitedLog failures;

    /**
     * The further dependencies, besides tokens and sessions.
     *
     * @param users knows the current accounts; null: there is no directory
     * @param retry repeats changes while the stores cannot be reached
     * @param storeTimeout the time that a reload waits for the stores; the rest is done afterwards in the background
     */
    public record Dependencies(
            @Nullable UserDirectory users,
            BackgroundRetry retry,
            Duration storeTimeout,
            GatewayListener events,
            TimeSource time) {}

    public AccountChanges(
            AuthManager auth, AccountSessions sessions, AccountSessions.PeerUpdate peers, Dependencies dependencies) {
        this.auth = auth;
        this.sessions = sessions;
        this.peers = peers;
        this.dependencies = dependencies;
        this.failures = RateLimitedLog.withCauses(log::error, dependencies.time());
    }

    /**
     * Carries out one change. May block. This node's sessions end also when a store cannot be reached.
     *
     * @return how many sessions have ended
     * @throws StoreUnavailableException when a store cannot be reached: the caller repeats the call later
     */
    public int apply(String userId, AccountChange change) {
        Effect effect = effect(change, change == AccountChange.REMOVED ? Optional.empty() : current(userId));
        return applyEverywhere(userId, effect, applyHere(userId, effect));
    }

    /**
     * Carries out the changes that a reload has found. This node's sessions have ended when it returns; for the stores
     * and the other nodes it waits for a limited time, and the rest is done in the background, for some minutes while a
     * store cannot be reached.
     */
    public void applyAll(Map<String, AccountChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        Map<String, Integer> endedHere = new HashMap<>();
        changes.forEach((userId, change) -> endedHere.put(userId, applyHere(userId, asOfNow(userId, change))));
        CountDownLatch done = new CountDownLatch(1);
        dependencies.retry().soon(() -> {
            try {
                changes.forEach((userId, change) -> applySurely(userId, change, endedHere.getOrDefault(userId, 0)));
            } finally {
                done.countDown();
            }
        });
        try {
            if (!done.await(dependencies.storeTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                log.info("{} accounts have changed; the stores are told in the background", changes.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void applySurely(String userId, AccountChange change, int endedBefore) {
        try {
            applyAsOfNow(userId, change, endedBefore);
        } catch (StoreUnavailableException e) {
            log.debug("A change of an account is carried out later", e);
            dependencies.retry().later(() -> applyAsOfNow(userId, change, endedBefore));
        } catch (RuntimeException e) {
            failures.log("The change of an account could not be carried out: " + change, e);
        }
    }

    private void applyAsOfNow(String userId, AccountChange change, int endedBefore) {
        Effect effect = asOfNow(userId, change);
        int unused = applyEverywhere(userId, effect, endedBefore + applyHere(userId, effect));
    }

    /** An account that a reload has removed may be there again when the stores take the change. */
    private Effect asOfNow(String userId, AccountChange change) {
        Optional<AccountState> current = current(userId);
        boolean isBack = change == AccountChange.REMOVED && current.isPresent();
        return effect(isBack ? AccountChange.CREDENTIALS : change, current);
    }

    private Optional<AccountState> current(String userId) {
        UserDirectory users = dependencies.users();
        return users == null ? Optional.empty() : users.account(userId);
    }

    /**
     * The effect of a change.
     *
     * @param current the current account; empty: it is removed or unknown
     */
    private record Effect(AccountChange change, Optional<AccountState> current) {

        /** The fingerprint of the sessions that continue unchanged; empty: none continues. */
        String spared() {
            return current.map(AccountState::fingerprint).orElse("");
        }

        /** The account of the sessions that continue; empty: none continues. */
        Optional<AccountState> remaining() {
            return current.filter(account -> change == AccountChange.ROLES || account.isKnown());
        }
    }

    /** A user whose roles are unknown loses everything. */
    private static Effect effect(AccountChange change, Optional<AccountState> current) {
        return new Effect(current.isEmpty() ? AccountChange.REMOVED : change, current);
    }

    private int applyHere(String userId, Effect effect) {
        int ended = effect.change() == AccountChange.ROLES ? 0 : sessions.endHere(userId, effect.spared());
        return ended + effect.remaining().map(sessions::changeHere).orElse(0);
    }

    /** Tokens go first, so that a client whose session has ended cannot return with one. */
    private int applyEverywhere(String userId, Effect effect, int endedHere) {
        effect.current()
                .filter(AccountState::isKnown)
                .ifPresentOrElse(auth::revokeOthers, () -> auth.revokeUser(userId));
        int elsewhere = effect.change() == AccountChange.ROLES ? 0 : sessions.endEverywhere(userId, effect.spared());
        elsewhere += effect.remaining()
                .map(account -> sessions.changeElsewhere(account, peers))
                .orElse(0);
        int ended = endedHere + elsewhere;
        dependencies
                .events()
                .onEvent(new GatewayEvent.AccountChanged(dependencies.time().now(), userId, effect.change(), ended));
        return ended;
    }
}
