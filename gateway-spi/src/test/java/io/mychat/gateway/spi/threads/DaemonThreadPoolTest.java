package io.mychat.gateway.spi.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DaemonThreadPoolTest {

    private final AtomicBoolean hasThreads = new AtomicBoolean(true);
    private final DaemonThreadPool pool = new DaemonThreadPool("test", 2, Duration.ofSeconds(30), task -> {
        if (!hasThreads.get()) { // not in Thread.start, which newer JDKs' executors go round
            throw new OutOfMemoryError("unable to create native thread");
        }
        return new Thread(task);
    });

    @AfterEach
    void close() {
        pool.shutdownNow();
    }

    @Test
    void itsThreadsAreNumberedDaemons() throws Exception {
        Thread thread = pool.submit(Thread::currentThread).get();

        assertThat(thread.getName()).isEqualTo("test-1");
        assertThat(thread.isDaemon()).isTrue();
    }

    @Test
    void aTaskWithoutAThreadIsRefusedAndNeverRun() throws ExecutionException, InterruptedException {
        AtomicBoolean ran = new AtomicBoolean();
        hasThreads.set(false);

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> pool.execute(() -> ran.set(true)))
                .withCauseInstanceOf(OutOfMemoryError.class);

        hasThreads.set(true);
        assertThat(pool.submit(() -> "later").get()).isEqualTo("later");
        assertThat(pool.submit(ran::get).get()).isFalse();
    }

    @Test
    void aTaskAfterTheEndIsRefused() {
        pool.shutdown();

        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> pool.execute(() -> {}));
    }
}
