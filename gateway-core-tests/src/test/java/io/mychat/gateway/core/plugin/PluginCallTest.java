package io.mychat.gateway.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Code of a plug-in that runs before its threads exist. */
class PluginCallTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void aCallThatNeverEndsIsInterruptedAndAFault() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);

        assertThatThrownBy(() -> PluginCall.of("its constructor", Duration.ofMillis(50), () -> {
                    try {
                        return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                }))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(TimeoutException.class)
                .hasMessage("its constructor took longer than 50 ms");
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whateverItThrowsReachesTheCaller() throws ExecutionException {
        assertThatThrownBy(() -> PluginCall.of("its name()", LONG, () -> {
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(StackOverflowError.class);
        assertThat(PluginCall.<String>of("its name()", LONG, () -> "mine")).isEqualTo("mine");
    }
}
