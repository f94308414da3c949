package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ReloadSignalTest {

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void everySignalIsHeardAlsoAfterAFailure() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(2);
        boolean heard = ReloadSignal.on(() -> {
            first.countDown();
            second.countDown();
            throw new IllegalStateException("as told");
        });

        // The whole build may run under nohup.
        assumeTrue(heard);
        send();
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        send();
        assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void send() throws Exception {
        String self = Long.toString(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("kill", "-HUP", self).start().waitFor()).isZero();
    }
}
