package io.mychat.gateway.transport.common.tls;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.threads.DaemonThreadPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The threads for the cryptography of TLS handshakes. A flood of handshakes occupies these few threads, but neither the
 * threads of HTTP requests nor the processors of the I/O threads. The bound on unfinished handshakes bounds the queue.
 * The threads end when idle. Thread-safe.
 */
public final class TlsTasks implements Executor, MetricSource {

    private static final Duration IDLE = Duration.ofSeconds(5);

    private final DaemonThreadPool threads;

    public TlsTasks(int count) {
        threads = new DaemonThreadPool("mychat-tls", count, IDLE);
    }

    /** @throws RejectedExecutionException when the JVM gives no thread; the connection closes then */
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
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
