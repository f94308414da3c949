package io.mychat.gateway.spi.alert;

import java.time.Duration;
import java.util.Optional;

/**
 * What a channel's service made of a notification. No text contains a secret.
 *
 * @since 0.1.0
 */
public sealed interface DeliveryOutcome {

    /** The service has taken it. */
    record Delivered(String answer) implements DeliveryOutcome {}

    /**
     * The service could not take it now, or did not answer; another attempt may succeed.
     *
     * @param retryAfter the pause that the service asks for
     */
    record Failed(String reason, Optional<Duration> retryAfter) implements DeliveryOutcome {

        public Failed(String reason) {
            this(reason, Optional.empty());
        }
    }

    /** The service refuses it, and would refuse it again: the settings of the channel are wrong. */
    record Refused(String reason) implements DeliveryOutcome {}
}
