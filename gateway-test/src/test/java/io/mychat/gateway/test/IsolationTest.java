package io.mychat.gateway.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.testkit.TestClient;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gateways of other tests are neither seen nor left behind. */
class IsolationTest {

    private static final Logger log = LoggerFactory.getLogger(IsolationTest.class);

    @Test
    void parallelTestsHaveTheirOwnGatewaysAndLogs() {
        JUnitRun run = JUnitRun.inParallel(First.class, Second.class, ParametersTest.class);

        assertEquals(Set.of("failsBesideOthers(TestClient)"), run.failures().keySet());
        assertTrue(run.passed() >= 12, run::toString);
        String read = JUnitRun.log(run.failure("failsBesideOthers(TestClient)"));
        assertTrue(read.contains("hello from first"), read);
        assertFalse(read.contains("hello from second"), read);
    }

    @Test
    void noThreadIsLeftBehind() {
        Set<Thread> before = threads();

        JUnitRun run = JUnitRun.of(ClusterTest.class, ParametersTest.class, OneGatewayForAClassTest.class);

        assertEquals(Map.of(), run.failures());
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    Set<Thread> left = leftSince(before);
                    while (!left.isEmpty()) {
                        // On JDK 17 the collector ends the selector of an HTTP client.
                        System.gc();
                        for (Thread thread : left) {
                            thread.join(100);
                        }
                        left = leftSince(before);
                    }
                },
                () -> "left behind: " + names(leftSince(before)));
    }

    @Test
    void noAssertionLibraryIsForcedOnTheHost() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("org.assertj.core.api.Assertions"));
        assertThrows(ClassNotFoundException.class, () -> Class.forName("org.awaitility.Awaitility"));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    private static Set<Thread> leftSince(Set<Thread> before) {
        return threads().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive())
                // The JVM's own pool, which the JDK's HTTP client uses from 25 on.
                .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool"))
                // The time limit of this test runs it on one of its own.
                .filter(thread ->
                        thread != Thread.currentThread() && !thread.getName().startsWith("junit-"))
                .collect(Collectors.toSet());
    }

    private static Set<String> names(Set<Thread> threads) {
        return threads.stream().map(Thread::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    @GatewayTest
    static class First {

        @GatewaySetup
        void handlers(GatewayBuilder builder) {
            builder.handler(5001, (message, context) -> {
                log.info("hello from first");
                return Reply.ok();
            });
        }

        @Test
        void failsBesideOthers(@Client("alice") TestClient alice) {
            for (int i = 0; i < 50; i++) {
                alice.request(5001, "{}").expect(200);
            }
            alice.request(5001, "{}").expect(201);
        }
    }

    @GatewayTest
    static class Second {

        @GatewaySetup
        void handlers(GatewayBuilder builder) {
            builder.handler(5001, (message, context) -> {
                log.info("hello from second");
                return Reply.ok();
            });
        }

        @RepeatedTest(4)
        void logsMuch(@Client("alice") TestClient alice) {
            for (int i = 0; i < 20; i++) {
                alice.request(5001, "{}").expect(200);
            }
        }
    }
}
