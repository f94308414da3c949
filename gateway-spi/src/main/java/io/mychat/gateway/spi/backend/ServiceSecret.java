package io.mychat.gateway.spi.backend;

import java.util.Objects;

/**
 * The key that signs calls to a service. It must not appear in logs or messages.
 *
 * @since 0.1.0
 */
public record ServiceSecret(String value) {

    public ServiceSecret {
        Objects.requireNonNull(value, "value");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
