package io.mychat.gateway.spi.backend;

import java.util.Objects;

/** What the calls of a service are signed with. No log and no message may show it. */
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
