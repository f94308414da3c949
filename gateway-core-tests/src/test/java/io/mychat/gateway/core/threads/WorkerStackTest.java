package io.mychat.gateway.core.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import org.junit.jupiter.api.Test;

/** {@code processing.worker_stack_kb}, where handlers run on threads of a pool. */
class WorkerStackTest {

    @Test
    void handlersHaveTheStackThatIsConfigured() {
        assumeThat(Runtime.version().feature()).as("no virtual threads").isLessThan(21);

        assertThat(deepest(8192)).isGreaterThan(4 * deepest(512));
    }

    /** How deep a handler may call itself. */
    private static int deepest(int stackKb) {
        HandlerDefinition diver = HandlerDefinition.blocking(
                        "diver", (message, context) -> Reply.ok("{\"depth\":" + dive(0) + "}"))
                .command(9000)
                .build();
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.handler(diver).setting("processing.worker_stack_kb", stackKb))) {
            Guest alice = gateway.login("alice", "web", "w");
            return alice.request(9000, "{}").data().get("depth").intValue();
        }
    }

    @SuppressWarnings("InfiniteRecursion") // the stack ends it
    private static int dive(int depth) {
        try {
            return dive(depth + 1);
        } catch (StackOverflowError e) { // the measure
            return depth;
        }
    }
}
