package io.mychat.gateway.spi.backend;

import io.mychat.gateway.spi.message.ErrorCode;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** How a call ended. */
public sealed interface BackendOutcome {

    /**
     * The service did it.
     *
     * @param data well-formed JSON
     */
    record Answered(String data) implements BackendOutcome {
        public Answered {
            Objects.requireNonNull(data, "data");
        }
    }

    /**
     * The service says no, and why.
     *
     * @param code what the client gets
     * @param error machine-readable
     * @param detail for people
     * @param retryAfter when it may be worth another try, if the service says so
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

    /** Not done, or not known to be done: 503. */
    record Unavailable(Reason reason, Duration retryAfter) implements BackendOutcome {
        public Unavailable {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(retryAfter, "retryAfter");
        }
    }

    /** Why there is no answer. */
    enum Reason {
        /** No service has this name. */
        UNKNOWN_SERVICE,
        /** As many calls as the service may have are under way. */
        OVERLOADED,
        /** None of its servers may be asked: all are unhealthy. */
        NO_SERVER,
        /** No answer in time; it may have been done. */
        TIMED_OUT,
        /** Not reached, or a broken, too long or failing answer; it may have been done. */
        FAILED
    }
}
