package io.mychat.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class TestProcessTest {

    private static TestProcess.Builder shell(String script) {
        return TestProcess.of(List.of("sh", "-c", script))
                .environment(variables -> variables.put("WORD", "ready"))
                .readyWhen(process -> process.output().contains("ready\n"));
    }

    @Test
    void aProgramThatEndsIsNotReadyAndItsOutputIsShown() {
        assertThatThrownBy(() -> shell("echo no port is free >&2; exit 3").start())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("has ended with 3: no port is free");
    }

    @Test
    void aProgramThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> TestProcess.of(List.of("no-such-program")).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no-such-program");
    }

    @Test
    void aRestartedProgramIsWaitedForAgain() {
        try (TestProcess process = shell("echo $WORD; exec sleep 100").start()) {
            long first = process.log().length();

            process.restart();
            process.awaitReady();

            assertThat(process.output()).isEqualTo("ready\n");
            assertThat(process.log()).hasSize((int) first * 2);
        }
    }

    @Test
    void aKilledProgramHasEnded() {
        try (TestProcess process = shell("echo $WORD; exec sleep 100").start()) {
            process.kill();

            assertThat(process.exitCode()).isEqualTo(128 + 9);
        }
    }

    @Test
    void aClosedProgramHasEnded() {
        TestProcess process = shell("echo $WORD; exec sleep 100").start();

        process.close();

        assertThat(process.isAlive()).isFalse();
    }
}
