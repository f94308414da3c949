package io.mychat.gateway.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenFilesTest {

    @Test
    void noMoreConnectionsAreTakenThanThereAreDescriptors() {
        OpenFiles few = new OpenFiles(600, () -> 100);

        assertThat(few.sockets()).isEqualTo(425); // an eighth is for what is opened later
        assertThat(few.connections(100_000, 2000)).isEqualTo(319); // a quarter is for HTTP
        assertThat(few.connections(100_000, 25)).isEqualTo(400);
        assertThat(few.connections(10, 2000)).isEqualTo(10);
        assertThat(few.limit()).isEqualTo(600);
    }

    @Test
    void aLimitBelowWhatIsOpenLeavesSome() {
        assertThat(new OpenFiles(10, () -> 100).connections(100_000, 2000)).isPositive();
    }

    @Test
    void anUnknownLimitLimitsNothing() {
        assertThat(new OpenFiles(0, () -> 0).connections(100_000, 2000)).isEqualTo(100_000);
    }

    @Test
    void theProcessKnowsItsLimit() {
        OpenFiles own = OpenFiles.ofProcess();

        assertThat(own.connections(Integer.MAX_VALUE, 2000)).isPositive();
        assertThat(own.metrics()).hasSize(2);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void linuxWritesTheLimitOfTheJvm() {
        var jvm = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

        assertThat(OpenFiles.ofProc(Path.of("/proc/self")).orElseThrow().limit())
                .isEqualTo(jvm.getMaxFileDescriptorCount());
    }

    @Test
    void theOpenFilesAreSubtracted(@TempDir Path process) throws IOException {
        Files.writeString(
                process.resolve("limits"), "Limit Soft Hard\nMax open files            600         4096  files\n");
        Files.createDirectory(process.resolve("fd"));
        for (int i = 0; i <= 100; i++) {
            Files.createFile(process.resolve("fd").resolve("" + i));
        }

        assertThat(OpenFiles.ofProc(process).orElseThrow().sockets()).isEqualTo(425);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Max open files            many         4096  files\n"})
    void withoutTheNumbersTheJvmIsAsked(String limits, @TempDir Path process) throws IOException {
        assertThat(OpenFiles.ofProc(process)).isEmpty();

        Files.writeString(process.resolve("limits"), limits);
        assertThat(OpenFiles.ofProc(process)).isEmpty();
    }
}
