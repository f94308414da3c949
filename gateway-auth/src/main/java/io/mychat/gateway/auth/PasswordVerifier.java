package io.mychat.gateway.auth;

import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.LoginOrigin;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks passwords against {@link UserAccounts} on its own pool. The hashing threads and the waiting calls are bounded;
 * beyond the bound the answer is {@link CredentialVerdict.Busy}. Waiting calls are ordered fairly by origin: first
 * users at addresses of their earlier logins, last origins with recent failures.
 *
 * <p>Every other answer costs exactly one hash, for a correct, wrong, empty or too long password. The password of an
 * unknown user is checked against a decoy.
 *
 * <p>Thread-safe; blocks. A caller that is interrupted while it waits gets {@link CredentialVerdict.Busy}, and its
 * interrupt flag is set.
 *
 * @since 0.1.0
 */
public final class PasswordVerifier implements CredentialVerifier, MetricSource, AutoCloseable {

    static final int DEFAULT_QUEUE = 256;

    private static final CredentialVerdict REJECTED = new CredentialVerdict.Rejected();
    private static final CredentialVerdict BUSY = new CredentialVerdict.Busy(Duration.ofSeconds(2));
    private static final byte[] UNUSABLE = {};

    private final Supplier<UserAccounts> users;
    private final PasswordPool pool;
    private final Check check;

    PasswordVerifier(UserAccounts accounts, PasswordPool pool, Check check) {
        this(() -> accounts, pool, check);
    }

    /**
     * @param users supplies the current users at each call
     */
    PasswordVerifier(Supplier<UserAccounts> users, PasswordPool pool, Check check) {
        this.users = users;
        this.pool = pool;
        this.check = check;
    }

    /** Half of the processors, so that the other half can carry messages. */
    static int defaultThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** Logins without an origin are ranked by user. */
    @Override
    public CredentialVerdict verify(String username, String password) {
        return verify(username, password, new LoginOrigin("user " + username, false));
    }

    @Override
    public CredentialVerdict verify(String username, String password, LoginOrigin origin) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        boolean usable = PasswordHasher.isUsable(bytes);
        byte[] hashed = usable ? bytes : UNUSABLE;
        UserAccounts accounts = users.get();
        Optional<Account> account = accounts.named(username);
        PasswordHash stored = account.map(Account::hash).orElseGet(() -> accounts.decoyFor(username));
        CredentialVerdict ifRight = account.<CredentialVerdict>map(
                        known -> new CredentialVerdict.Accepted(known.state()))
                .orElse(REJECTED);
        return pool.call(
                        username,
                        origin,
                        () -> check.matches(stored, hashed) && usable ? ifRight : REJECTED,
                        REJECTED::equals)
                .orElse(BUSY);
    }

    @Override
    public List<Metric> metrics() {
        return pool.metrics();
    }

    /** Stops the pool. Waiting and later calls get {@link CredentialVerdict.Busy}. */
    @Override
    public void close() {
        pool.close();
    }

    /** The expensive evaluation of one hash. */
    @FunctionalInterface
    interface Check {
        boolean matches(PasswordHash stored, byte[] password);
    }
}
