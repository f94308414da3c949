package io.mychat.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The harness works; its figures at this size mean nothing. */
class BenchCommandTest {

    private final StringWriter text = new StringWriter();

    @Test
    void everyServerAnswersEveryHeartbeat() {
        run("pipeline", "--connections=20", "--warm-up-ms=50", "--windows=1", "--window-ms=50");

        assertThat(text.toString())
                .contains("| gateway | 1 |", "| gateway | 16 |", "| Netty, echo | 16 |", "| Undertow's WebSocket");
    }

    @Test
    @Tag("proof")
    void heapAndLeavingAreMeasured() {
        run("heap", "--connections=20", "--classes=3");
        run("leaving", "--connections=20", "--come-back=5");

        assertThat(text.toString())
                .contains(
                        "| gateway |", "| gateway, password logins |", "| gateway | back while all leave: median ms |");
    }

    private void run(String... arguments) {
        List<String> small = new ArrayList<>(List.of(arguments));
        small.addAll(List.of("--rounds=1", "--jvm-flag=-Xms64m"));

        int code = BenchCommand.run(new PrintWriter(text, true), small.toArray(String[]::new));

        assertThat(code).as(text.toString()).isZero();
    }
}
