package io.mychat.gateway.core.auth;

import io.mychat.gateway.core.security.login.LoginThrottle;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.LoginOrigin;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A login by name and password, throttled; one way for WebSocket and HTTP. Thread-safe. */
public final class PasswordLogin {

    private final CredentialVerifier verifier;
    private final LoginThrottle throttle;
    private final GatewayListener events;
    private final TimeSource time;

    /** What became of a login. */
    public sealed interface Outcome {
        record Accepted(AccountState account) implements Outcome {}

        /**
         * @param retryAfter when to try again; zero where waiting does not help
         */
        record Refused(LoginRefusal reason, Duration retryAfter) implements Outcome {}
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
        return attempt(username, password, ip, Supplier::get);
    }

    /**
     * As {@link #attempt(String, String, String)}. The password is checked once and a failure counted once, whatever is
     * repeated.
     *
     * @param asking asks how long the client has to wait; may ask again when the answer fails
     */
    public Outcome attempt(
            String username,
            String password,
            String ip,
            Function<Supplier<Optional<Duration>>, Optional<Duration>> asking) {
        LoginOrigin origin = throttle.origin(username, ip);
        Optional<Duration> delay = asking.apply(() -> throttle.check(username, origin));
        if (delay.isPresent()) {
            return throttled(username, ip, delay.get());
        }
        @Nullable CredentialVerdict verdict = verifier.verify(username, password, origin);
        if (verdict == null) {
            // The host's fault, and no reason to count a failure against anybody.
            throw new IllegalStateException(
                    "The CredentialVerifier " + verifier.getClass().getName() + " returned null");
        }
        if (verdict instanceof CredentialVerdict.Busy busy) {
            return new Outcome.Refused(LoginRefusal.BUSY, busy.retryAfter());
        }
        // Others may have used the bound up meanwhile; then not even a right password is told.
        if (verdict instanceof CredentialVerdict.Accepted accepted) {
            return asking.apply(() -> throttle.succeeded(username, origin))
                    .map(wait -> throttled(username, ip, wait))
                    .orElseGet(() -> new Outcome.Accepted(accepted.account()));
        }
        delay = throttle.failed(username, origin);
        if (delay.isPresent()) {
            return throttled(username, ip, delay.get());
        }
        refused(username, ip, LoginRefusal.BAD_CREDENTIALS);
        return new Outcome.Refused(LoginRefusal.BAD_CREDENTIALS, Duration.ZERO);
    }

    private Outcome throttled(String username, String ip, Duration retryAfter) {
        refused(username, ip, LoginRefusal.THROTTLED);
        return new Outcome.Refused(LoginRefusal.THROTTLED, retryAfter);
    }

    /** Reports a login that is refused although its password was right, or that was not looked at. */
    public void refused(String username, String ip, LoginRefusal reason) {
        events.onEvent(new GatewayEvent.LoginFailed(time.now(), ip, username, reason.error()));
    }
}
