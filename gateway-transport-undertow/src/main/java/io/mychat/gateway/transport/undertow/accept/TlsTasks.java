package io.mychat.gateway.transport.undertow.accept;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads for the cryptography of TLS handshakes. A flood of handshakes takes these few threads and neither those that answer
 * HTTP requests nor the processors of the I/O threads. The bound on unfinished handshakes bounds the queue. The threads end when
 * idle. Thread-safe.
 */
public final class TlsTasks implements Executor, MetricSource {

    private static final long IDLE_SECONDS = 5;

    private final ThreadPoolExecutor threads;

    public TlsTasks(int count) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "mychat-tls-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws RejectedExecutionException when the JVM gives no thread; the connection closes then */
    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (OutOfMemoryError e) { // the JVM has no thread to give
            throw new RejectedExecutionException("there is no thread for a TLS handshake", e);
        }
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge("tls_tasks_running", "TLS handshakes that compute.", threads.getActiveCount()),
                Metric.gauge(
                        "tls_tasks_running_limit",
                        "Most TLS handshakes that compute at once.",
                        threads.getMaximumPoolSize()),
                Metric.gauge(
                        "tls_tasks_waiting",
                        "TLS handshakes that wait for a thread to compute.",
                        threads.getQueue().size()));
    }
}
