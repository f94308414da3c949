package io.mychat.gateway.core;

import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A token service that remembers what it has issued and signs nothing. */
final class FakeTokens implements TokenService {

    private final TimeSource time;
    private final AtomicLong issued = new AtomicLong();
    private final Map<String, TokenClaims> known = new ConcurrentHashMap<>();
    private volatile Duration life = Duration.ofDays(1);

    FakeTokens(TimeSource time) {
        this.time = time;
    }

    /** How long tokens live that are issued from now on. */
    void life(Duration duration) {
        life = duration;
    }

    /** A token of another issuer that shares the key: it names no login, and perhaps no device. */
    String foreign(UserInfo user, @Nullable DeviceKey device, Instant expiresAt) {
        return keep(user, device, "", 0, expiresAt).token();
    }

    @Override
    public AccessToken issue(TokenRequest request) {
        return keep(
                request.user(),
                request.device(),
                request.familyId(),
                request.generation(),
                time.now().plus(life));
    }

    private AccessToken keep(
            UserInfo user, @Nullable DeviceKey device, String family, long generation, Instant expiresAt) {
        String token = "token-" + issued.incrementAndGet();
        TokenClaims claims = new TokenClaims(token, user, device, family, generation, time.now(), expiresAt);
        known.put(token, claims);
        return new AccessToken(token, claims);
    }

    @Override
    public TokenVerdict verify(String token) {
        TokenClaims claims = known.get(token);
        if (claims == null) {
            return new TokenVerdict.Invalid(TokenVerdict.Fault.MALFORMED);
        }
        return time.now().isBefore(claims.expiresAt())
                ? new TokenVerdict.Valid(claims)
                : new TokenVerdict.Invalid(TokenVerdict.Fault.EXPIRED);
    }

    @Override
    public Duration lifetime() {
        return Duration.ofDays(30);
    }
}
