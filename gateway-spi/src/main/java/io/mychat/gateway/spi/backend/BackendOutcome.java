package io.mychat.gateway.spi.backend;

import io.mychat.gateway.spi.message.ErrorCode;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The outcome of {@link BackendServices#call}.
 *
 * @since 0.1.0
 */
public sealed interface BackendOutcome {

    /**
     * The service executed the command.
     *
     * @param data well-formed JSON
     */
    record Answered(String data) implements BackendOutcome {
        public Answered {
            Objects.requireNonNull(data, "data");
        }
    }

    /**
     * The service refused the command.
     *
     * @param code the code for the client
     * @param error the machine-readable reason
     * @param detail a sentence for people
     * @param retryAfter the time until a retry makes sense, when the service names one
     */
    record Refused(ErrorCode code, String error, String detail, Optional<Duration> retryAfter)
            implements BackendOutcome {
        public Refused {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(error, "error");
            Objects.requireNonNull(detail, "detail");
            Objects.requireNonNull(retryAfter, "retryAfter");
        }
    }

    /** The command was not executed, or its outcome is unknown; the client gets 503. */
    record Unavailable(Reason reason, Duration retryAfter) implements BackendOutcome {
        public Unavailable {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(retryAfter, "retryAfter");
        }
    }

    /** Why there is no response. */
    enum Reason {
        /** No service has this name. */
        UNKNOWN_SERVICE,
        /** The service has as many running calls as it may have. */
        OVERLOADED,
        /** All of its servers are unhealthy. */
        NO_SERVER,
        /** No response in time; the command may have been executed. */
        TIMED_OUT,
        /** No connection, or a malformed, too long or failed response; the command may have been executed. */
        FAILED
    }
}
