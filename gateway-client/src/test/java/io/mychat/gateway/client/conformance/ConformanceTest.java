package io.mychat.gateway.client.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.client.data.JsonObject;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A few of the scenarios, which need one gateway and little time; {@link ConformanceProofTest} plays all of them. */
class ConformanceTest {

    private static final Set<String> QUICK = Set.of(
            "login, receive, send",
            "cut while receiving",
            "cut while sending",
            "the answer to a message is lost",
            "close code 4401 refreshes and resumes",
            "a kick of an administrator",
            "a restart of the application resumes",
            "a gateway that delivers everything twice",
            "a loss is told by 4006");

    private static final Scenarios SCENARIOS = new Scenarios();

    @TestFactory
    Stream<DynamicTest> someScenarios() throws IOException {
        return SCENARIOS.tests(scenario -> QUICK.contains(scenario.text("name", "")));
    }

    @Test
    void eachScenarioHasItsOwnName() throws IOException {
        List<String> names = Scenarios.all().stream()
                .map((JsonObject scenario) -> scenario.text("name", ""))
                .toList();
        assertThat(names).hasSizeGreaterThan(90).doesNotHaveDuplicates().containsAll(new HashSet<>(QUICK));
    }

    @AfterAll
    static void stop() {
        SCENARIOS.close();
    }
}
