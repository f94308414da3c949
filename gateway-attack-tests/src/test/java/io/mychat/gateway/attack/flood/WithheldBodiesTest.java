package io.mychat.gateway.attack.flood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.attack.PackagedProgram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that are announced and withheld take neither memory nor workers nor places from honest callers. */
@Tag("proof")
final class WithheldBodiesTest {

    private static final int OPEN_FILES = 10_000;
    private static final Duration LONGER_THAN_A_BODY_MAY_TAKE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0} sockets from {1} addresses, {2} bytes")
    @CsvSource({"600, 1, 1048576", "600, 1, 8192", "2400, 12, 8192"})
    void honestCallersAreServedAllTheWhile(int sockets, int addresses, int announced) throws Exception {
        byte[] head = ("POST /api/auth/login HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: "
                        + announced + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] allButOne = Arrays.copyOf(head, head.length + announced - 1);
        Arrays.fill(allButOne, head.length, allButOne.length, (byte) ' ');
        try (PackagedProgram program = new PackagedProgram(directory, OPEN_FILES);
                Rounds honest = new Rounds(program);
                Attackers attackers = new Attackers()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> honest.count() > 8);
            for (int i = 0; i < sockets; i++) {
                attackers.attack(program.http(), "127.0.1." + (1 + i % addresses), allButOne);
            }
            int before = honest.count();
            await().atMost(LONGER_THAN_A_BODY_MAY_TAKE).until(() -> honest.count() > before + 80);
            System.out.println(honest);

            assertThat(honest.failures()).isEmpty();
            assertThat(honest.medianMillis()).isLessThan(1000);
            assertThat(program.log()).doesNotContain("OutOfMemoryError");
        }
    }
}
