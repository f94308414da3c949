package io.mychat.gateway.core.login;

import io.mychat.gateway.core.testing.FakeIssuer;
import io.mychat.gateway.spi.auth.TokenVerifier;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.TokenVerifierContract;
import java.time.Duration;
import java.time.Instant;

class FakeIssuerContractTest extends TokenVerifierContract {

    private final ManualTime time = new ManualTime();
    private final FakeIssuer issuer = new FakeIssuer(time);

    @Override
    protected TokenVerifier newVerifier() {
        return issuer;
    }

    @Override
    protected String issue(String userId) {
        return issuer.issue(userId, new DeviceKey("web", "d"), "");
    }

    @Override
    protected Instant now() {
        return time.now();
    }

    @Override
    protected void elapse(Duration duration) {
        time.advance(duration);
    }
}
