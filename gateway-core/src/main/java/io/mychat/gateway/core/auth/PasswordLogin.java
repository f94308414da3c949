package io.mychat.gateway.core.auth;

import io.mychat.gateway.core.security.LoginThrottle;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.UserInfo;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;

/** A login by name and password, throttled; one way for WebSocket and HTTP. Thread-safe. */
public final class PasswordLogin {

    private final CredentialVerifier verifier;
    private final LoginThrottle throttle;
    private final GatewayListener events;
    private final TimeSource time;

    /** What became of a login. */
    public sealed interface Outcome {
        record Accepted(UserInfo user) implements Outcome {}

        record Rejected() implements Outcome {}

        /** Too many failures from there or for that user. */
        record Throttled(Duration retryAfter) implements Outcome {}

        /** Too many passwords are being checked. */
        record Busy(Duration retryAfter) implements Outcome {}
    }

    public PasswordLogin(CredentialVerifier verifier, LoginThrottle throttle, GatewayListener events, TimeSource time) {
        this.verifier = verifier;
        this.throttle = throttle;
        this.events = events;
        this.time = time;
    }

    /**
     * Checks a name and a password. May block.
     *
     * @param ip where the attempt comes from
     */
    public Outcome attempt(String username, String password, String ip) {
        LoginThrottle.Verdict verdict = throttle.tryAttempt(username, ip);
        if (verdict instanceof LoginThrottle.Verdict.Refused refused) {
            failed(username, ip, "too_many_failed_logins");
            return new Outcome.Throttled(refused.retryAfter());
        }
        LoginThrottle.Attempt attempt = ((LoginThrottle.Verdict.Admitted) verdict).attempt();
        CredentialVerdict checked;
        try {
            checked = verifier.verify(username, password);
        } catch (RuntimeException e) {
            attempt.succeeded();
            throw e;
        }
        if (checked instanceof CredentialVerdict.Rejected) {
            failed(username, ip, "bad_credentials");
            return new Outcome.Rejected();
        }
        attempt.succeeded();
        return checked instanceof CredentialVerdict.Busy busy
                ? new Outcome.Busy(busy.retryAfter())
                : new Outcome.Accepted(((CredentialVerdict.Accepted) checked).user());
    }

    private void failed(String username, String ip, String error) {
        events.onEvent(new GatewayEvent.LoginFailed(time.now(), ip, username, error));
    }
}
