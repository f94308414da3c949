package io.mychat.gateway.spring.security;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of password checks, which take much processor time.
 *
 * @param maxPasswordChecks at the same time; absent: the number of processors
 * @param passwordWait how long a login waits for its check before it gets 503
 */
@ConfigurationProperties("mychat.boot")
record PasswordChecks(
        @Nullable Integer maxPasswordChecks,
        @DefaultValue("1s") Duration passwordWait) {

    PasswordChecks {
        if (maxPasswordChecks != null && maxPasswordChecks < 1) {
            throw new IllegalArgumentException("mychat.boot.max-password-checks must be 1 or more");
        }
        if (passwordWait.isNegative()) {
            throw new IllegalArgumentException("mychat.boot.password-wait must not be negative");
        }
    }

    int atOnce() {
        return maxPasswordChecks == null ? Runtime.getRuntime().availableProcessors() : maxPasswordChecks;
    }
}
