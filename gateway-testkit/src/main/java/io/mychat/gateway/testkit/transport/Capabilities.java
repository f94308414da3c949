package io.mychat.gateway.testkit.transport;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mychat.gateway.spi.transport.TransportCapability;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInfo;

/** Skips rules that a transport cannot keep. */
final class Capabilities {

    private final Set<TransportCapability> present;

    Capabilities(Set<TransportCapability> present) {
        this.present = Set.copyOf(present);
    }

    boolean has(TransportCapability capability) {
        return present.contains(capability);
    }

    /** Skips the rest of a test when the capability is missing. */
    void assume(TransportCapability capability) {
        assumeTrue(has(capability), () -> "the transport lacks " + capability);
    }

    /** Skips the test when a capability of its {@link Needs} is missing. */
    void assumeAllOf(TestInfo test) {
        test.getTestMethod()
                .map(method -> method.getAnnotation(Needs.class))
                .ifPresent(needs -> Stream.of(needs.value()).forEach(this::assume));
    }
}
