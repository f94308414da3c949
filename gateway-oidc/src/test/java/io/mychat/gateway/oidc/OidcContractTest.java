package io.mychat.gateway.oidc;

import io.mychat.gateway.spi.auth.TokenVerifier;
import io.mychat.gateway.testkit.auth.TokenVerifierContract;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

final class OidcContractTest extends TokenVerifierContract {

    private final OidcFixture oidc = new OidcFixture();
    private final AtomicInteger issued = new AtomicInteger();

    OidcContractTest() throws IOException {}

    @AfterEach
    void close() {
        oidc.close();
    }

    @Override
    protected TokenVerifier newVerifier() {
        return oidc.verifier();
    }

    @Override
    protected String issue(String userId) {
        return oidc.provider.access(
                oidc.provider.claims(oidc.time.now()).subject(userId).jwtID("t" + issued.incrementAndGet()));
    }

    @Override
    protected Instant now() {
        return oidc.time.now();
    }

    @Override
    protected void elapse(Duration duration) {
        oidc.time.advance(duration);
    }
}
