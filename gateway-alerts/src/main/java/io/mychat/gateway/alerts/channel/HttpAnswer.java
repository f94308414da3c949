package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.spi.alert.DeliveryOutcome;
import java.time.Duration;
import java.util.Optional;

/**
 * What a service has answered.
 *
 * @param body cut after {@value HttpPoster#MAX_ANSWER} bytes
 */
record HttpAnswer(int status, String body, Optional<Duration> retryAfter) {

    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int BAD_REQUEST = 400;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    boolean isSuccess() {
        return status >= OK && status < REDIRECT;
    }

    /** Whether the service might take the same request later. */
    boolean isTemporary() {
        return status == TIMEOUT || status == TOO_MANY || status >= SERVER_ERROR;
    }

    /** The outcome of an answer that is no success. */
    DeliveryOutcome failure(TargetUrl url) {
        String reason = shown(url);
        if (status >= REDIRECT && status < BAD_REQUEST) {
            return new DeliveryOutcome.Refused(reason + "; redirects are not followed");
        }
        return isTemporary() ? new DeliveryOutcome.Failed(reason, retryAfter) : new DeliveryOutcome.Refused(reason);
    }

    /** For logs and for the test of a channel. */
    String shown(TargetUrl url) {
        return url + " answered " + status + (body.isBlank() ? "" : " " + url.quoted(body.strip()));
    }
}
