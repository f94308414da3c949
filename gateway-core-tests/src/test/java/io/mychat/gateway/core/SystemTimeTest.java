package io.mychat.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SystemTimeTest {

    private final AtomicInteger threadsLeft = new AtomicInteger(1);
    private final SystemTime time = new SystemTime(this::scarce);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(SystemTime.class);

    private Thread scarce(Runnable task) {
        if (threadsLeft.getAndDecrement() <= 0) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        return new Thread(task);
    }

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
        time.close();
    }

    @Test
    void whateverATimerThrowsIsInTheLogAndTheNextOneRuns() {
        CountDownLatch next = new CountDownLatch(1);
        time.schedule(Duration.ZERO, () -> {
            throw new AssertionError("careless");
        });
        time.schedule(Duration.ofMillis(1), next::countDown);

        await().until(() -> next.getCount() == 0);

        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.get(0).getThrowableProxy().getMessage()).isEqualTo("careless");
    }

    @Test
    void whereThereIsNoThreadForAMomentATimerIsSetAllTheSameAndOnce() {
        AtomicInteger refusals = new AtomicInteger(3);
        AtomicInteger runs = new AtomicInteger();
        try (SystemTime scarceTime = new SystemTime(task -> {
            if (refusals.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(task);
        })) {
            scarceTime.schedule(Duration.ZERO, runs::incrementAndGet);
            CountDownLatch later = new CountDownLatch(1);
            scarceTime.schedule(Duration.ofMillis(50), later::countDown);
            await().until(() -> later.getCount() == 0);
        }

        assertThat(runs).hasValue(1);
    }

    @Test
    void withoutAnotherThreadTheTimersGoOnWithTheOneThatTheyHave() {
        time.schedule(Duration.ofHours(1), () -> {});

        assertThat(time.addThread()).isFalse();

        CountDownLatch next = new CountDownLatch(1);
        time.schedule(Duration.ZERO, next::countDown);
        await().until(() -> next.getCount() == 0);
        threadsLeft.set(1);
        assertThat(time.addThread()).isTrue();
    }
}
