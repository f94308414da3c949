package io.mychat.gateway.attack.flood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.attack.PackagedProgram;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 1,200 connections that say nothing do not shut the ports of a process with 600 descriptors. */
@Tag("proof")
final class IdleConnectionsTest {

    private static final int OPEN_FILES = 600;
    private static final int SOCKETS = 1200;
    private static final byte[] NOTHING = {};

    @TempDir
    Path directory;

    @ParameterizedTest(name = "from {0} addresses")
    @ValueSource(ints = {1, 40})
    void honestClientsAreServedAllTheWhile(int addresses) throws Exception {
        try (PackagedProgram program = new PackagedProgram(directory, OPEN_FILES);
                Rounds honest = new Rounds(program);
                Attackers attackers = new Attackers()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> honest.count() > 8);
            for (int i = 0; i < SOCKETS; i++) {
                String from = "127.0.1." + (1 + i % addresses);
                attackers.attack(i % 2 == 0 ? program.http() : program.webSocket(), from, NOTHING);
            }
            int before = honest.count();
            await().atMost(Duration.ofSeconds(60)).until(() -> honest.count() > before + 80);
            System.out.println(attackers.count() + " attackers; " + honest);

            assertThat(honest.failures()).isEmpty();
            assertThat(honest.medianMillis()).isLessThan(1000);
            assertThat(honest.longestMillis()).isLessThan(9000);
            assertThat(program.log()).doesNotContain("OutOfMemoryError");
        }
    }
}
