package io.mychat.gateway.system.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Starts and stops of gateways leave no thread, no socket and no byte. */
class StartAndStopTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    /** Those of the JVM, and of the JDK's HTTP client of the tests, come and go. */
    private static final Pattern OTHERS = Pattern.compile("HttpClient-.*|ForkJoinPool.*|VirtualThread.*|Attach Listener"
            + "|process reaper.*|awaitility.*|Common-Cleaner|Cleaner-.*|surefire.*|.*Compiler.*|RMI .*|read-.*");

    private static final int BYTES_OF_A_THOUSAND = 500_000;

    @Test
    void aFewStartsAndStopsLeaveNothing() throws Exception {
        startAndStop(5);
    }

    @Test
    @Tag("proof")
    void aThousandStartsAndStopsLeaveNoByteEither() throws Exception {
        startAndStop(100);
        long heap = heap();

        long began = System.nanoTime();
        startAndStop(1000);

        long grown = heap() - heap;
        System.out.printf(
                "heap after 100 starts: %,d bytes; after 1000 more, in %d s: %,d bytes more%n",
                heap, Duration.ofNanos(System.nanoTime() - began).toSeconds(), grown);
        assertThat(grown).as("half a kilobyte for each start").isLessThan(BYTES_OF_A_THOUSAND);
    }

    private static void startAndStop(int times) throws IOException {
        WeakReference<GatewayServer> first = startAndStop(); // what is loaded once stays
        Set<Thread> threads = threads();
        long files = openFiles();
        List<WeakReference<GatewayServer>> stopped = new ArrayList<>(List.of(first));
        for (int i = 0; i < times; i++) {
            stopped.add(startAndStop());
        }

        await().atMost(SOON).untilAsserted(() -> {
            System.gc(); // which also ends the selectors of the tests' HTTP clients
            assertThat(threads()).isSubsetOf(threads);
            assertThat(openFiles()).isLessThanOrEqualTo(files);
            assertThat(stopped).allMatch(one -> one.get() == null, "was collected");
        });
    }

    private static WeakReference<GatewayServer> startAndStop() throws IOException {
        try (LiveGateway gateway = LiveGateway.start(builder -> builder);
                TestClient alice = gateway.login("alice", "web", "a")) {
            alice.request(3001, "{}").expect(200);
            alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}").expect(200);
            assertThat(gateway.http().get("/api/system/health").status()).isEqualTo(200);
            return new WeakReference<>(gateway.server());
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !OTHERS.matcher(thread.getName()).matches())
                .collect(Collectors.toSet());
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
