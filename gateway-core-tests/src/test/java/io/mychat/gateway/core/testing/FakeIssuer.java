package io.mychat.gateway.core.testing;

import io.mychat.gateway.spi.auth.LogoutVerdict;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.TokenVerifier;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Another issuer of tokens, which remembers what it has issued and signs nothing. Its tokens name no device. */
public final class FakeIssuer implements TokenVerifier {

    private static final String PREFIX = "issuer:";

    private final TimeSource time;
    private final Map<String, TokenClaims> tokens = new ConcurrentHashMap<>();
    private final Map<String, LogoutVerdict> logouts = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicReference<Optional<RuntimeException>> failure = new AtomicReference<>(Optional.empty());
    private volatile boolean isTrusted = true;

    public FakeIssuer(TimeSource time) {
        this.time = time;
    }

    /** A token of a login, good for an hour. */
    public String issue(String user, DeviceKey device, String login) {
        String token = PREFIX + number.incrementAndGet();
        Instant now = time.now();
        tokens.put(
                token,
                new TokenClaims(
                        token,
                        new AccountState(TestGateway.user(user)),
                        device,
                        "",
                        now.getEpochSecond() * 1_000_000,
                        now,
                        now.plus(Duration.ofHours(1)),
                        "key",
                        login));
        return token;
    }

    /** A token that says that a login has ended; empty: all of the user. */
    public String logout(String user, String login) {
        String token = PREFIX + number.incrementAndGet();
        logouts.put(token, new LogoutVerdict.Valid(token, user, login, Duration.ofMinutes(5)));
        return token;
    }

    /** Each check fails with this from now on. */
    public void fail(RuntimeException with) {
        failure.set(Optional.of(with));
    }

    public void distrust() {
        isTrusted = false;
    }

    @Override
    public Optional<TokenVerdict> verify(String token) {
        failure.get().ifPresent(failed -> {
            throw failed;
        });
        return Optional.ofNullable(tokens.get(token))
                .map(claims -> time.now().isBefore(claims.expiresAt())
                        ? new TokenVerdict.Valid(claims)
                        : new TokenVerdict.Invalid(TokenVerdict.Fault.EXPIRED));
    }

    @Override
    public boolean trusts(String signedBy) {
        return isTrusted && signedBy.equals("key");
    }

    @Override
    public Duration lifetime() {
        return Duration.ofDays(60);
    }

    @Override
    public Optional<LogoutVerdict> verifyLogout(String logoutToken) {
        return Optional.ofNullable(logouts.get(logoutToken));
    }
}
