package io.mychat.gateway.client.conformance;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every scenario. */
@Tag("proof")
class ConformanceProofTest {

    private static final Scenarios SCENARIOS = new Scenarios();

    @TestFactory
    Stream<DynamicTest> everyScenario() throws IOException {
        return SCENARIOS.tests(scenario -> true);
    }

    @AfterAll
    static void stop() {
        SCENARIOS.close();
    }
}
