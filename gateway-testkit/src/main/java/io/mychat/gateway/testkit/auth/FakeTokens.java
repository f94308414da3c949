package io.mychat.gateway.testkit.auth;

import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TokenService} that remembers its tokens and signs nothing. Thread-safe.
 *
 * @since 0.1.0
 */
public final class FakeTokens implements TokenService {

    private final TimeSource time;
    private final AtomicLong issued = new AtomicLong();
    private final Map<String, TokenClaims> known = new ConcurrentHashMap<>();
    private final Set<String> keysTakenOut = ConcurrentHashMap.newKeySet();
    private volatile Duration life = Duration.ofDays(1);
    private volatile String key = "key-1";

    /** @param time decides which tokens have expired */
    public FakeTokens(TimeSource time) {
        this.time = time;
    }

    /** Sets the lifetime of the tokens that are issued from now on; one day by default. */
    public void life(Duration duration) {
        life = duration;
    }

    /** Sets the key that signs from now on; the previous keys stay trusted. */
    public void key(String name) {
        key = name;
    }

    /** Removes a key: its tokens are no longer valid. */
    public void takeOut(String name) {
        keysTakenOut.add(name);
    }

    @Override
    public boolean trusts(String signedBy) {
        return !keysTakenOut.contains(signedBy);
    }

    /**
     * A token of another issuer that shares the key. It names no login.
     *
     * @param device null: the token names no device
     */
    public String foreign(UserInfo user, @Nullable DeviceKey device, Instant expiresAt) {
        return keep(new AccountState(user), device, "", 0, expiresAt).token();
    }

    @Override
    public AccessToken issue(TokenRequest request) {
        return keep(
                request.account(),
                request.device(),
                request.familyId(),
                request.generation(),
                time.now().plus(life));
    }

    private AccessToken keep(
            AccountState account, @Nullable DeviceKey device, String family, long generation, Instant expiresAt) {
        String token = "token-" + issued.incrementAndGet();
        TokenClaims claims = new TokenClaims(token, account, device, family, generation, time.now(), expiresAt, key);
        known.put(token, claims);
        return new AccessToken(token, claims);
    }

    @Override
    public TokenVerdict verify(String token) {
        TokenClaims claims = known.get(token);
        if (claims == null) {
            return new TokenVerdict.Invalid(TokenVerdict.Fault.MALFORMED);
        }
        if (!trusts(claims.signedBy())) {
            return new TokenVerdict.Invalid(TokenVerdict.Fault.UNTRUSTED);
        }
        return time.now().isBefore(claims.expiresAt())
                ? new TokenVerdict.Valid(claims)
                : new TokenVerdict.Invalid(TokenVerdict.Fault.EXPIRED);
    }

    @Override
    public boolean neverWaits() {
        return true;
    }

    @Override
    public Duration lifetime() {
        return Duration.ofDays(30);
    }
}
