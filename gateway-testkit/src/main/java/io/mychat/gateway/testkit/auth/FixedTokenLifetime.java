package io.mychat.gateway.testkit.auth;

import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenVerdict;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a token store is attached to in a test: signs nothing, and says how long tokens live.
 *
 * @param now how long at the moment
 */
public record FixedTokenLifetime(Supplier<Duration> now) implements TokenService {

    @Override
    public AccessToken issue(TokenRequest request) {
        throw new AssertionError("a store signs nothing");
    }

    @Override
    public Duration lifetime() {
        return now.get();
    }

    @Override
    public TokenVerdict verify(String token) {
        throw new AssertionError("a store checks no signature");
    }
}
