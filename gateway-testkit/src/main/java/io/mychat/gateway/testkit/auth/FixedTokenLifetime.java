package io.mychat.gateway.testkit.auth;

import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenVerdict;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A {@link TokenService} for tests of token stores: it only reports the lifetime of tokens.
 *
 * @param now supplies the current lifetime
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
