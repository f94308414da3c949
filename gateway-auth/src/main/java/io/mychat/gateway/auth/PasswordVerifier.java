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
 * Checks passwords against {@link UserAccounts}, on a pool of its own: however many people log in, the threads that
 * hash and the calls that wait for them are bounded, and one more is told that it is busy. Who waits is served fairly by
 * origin: logins of users from where they have logged in before first, those whose origin has failed lately last.
 *
 * <p>Every answer but that costs exactly one hash: a right password, a wrong one, one that is empty or too long, and a
 * user whom nobody knows, whose password is checked against somebody else's hash.
 *
 * <p>Safe for use by many threads; blocks. A caller that is interrupted while it waits gets
 * {@link CredentialVerdict.Busy}, with its interrupt flag set.
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
     * @param users those that count now; asked at each call
     */
    PasswordVerifier(Supplier<UserAccounts> users, PasswordPool pool, Check check) {
        this.users = users;
        this.pool = pool;
        this.check = check;
    }

    /** Half of the processors: the other half goes on carrying messages. */
    static int defaultThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** Logins whose origin nobody says are ranked by their users. */
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

    /** Ends the pool. Those who wait for a thread, and all later calls, get {@link CredentialVerdict.Busy}. */
    @Override
    public void close() {
        pool.close();
    }

    /** One evaluation of a hash: what costs. */
    @FunctionalInterface
    interface Check {
        boolean matches(PasswordHash stored, byte[] password);
    }
}
