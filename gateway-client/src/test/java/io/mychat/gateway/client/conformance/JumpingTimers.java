package io.mychat.gateway.client.conformance;

import io.mychat.gateway.client.jdk.JdkTimers;
import io.mychat.gateway.client.port.Timers;
import java.util.concurrent.atomic.AtomicLong;

/** Real time, with a clock that can jump. */
final class JumpingTimers implements Timers, AutoCloseable {

    private final JdkTimers real = new JdkTimers();
    private final AtomicLong ahead = new AtomicLong();

    void jump(long ms) {
        ahead.addAndGet(ms);
    }

    @Override
    public long now() {
        return real.now() + ahead.get();
    }

    @Override
    public Runnable setTimeout(Runnable task, long ms) {
        return real.setTimeout(task, ms);
    }

    @Override
    public void execute(Runnable task) {
        real.execute(task);
    }

    @Override
    public void close() {
        real.close();
    }
}
