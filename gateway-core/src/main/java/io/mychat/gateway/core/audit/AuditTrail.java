package io.mychat.gateway.core.audit;

import io.mychat.gateway.core.audit.chain.ChainHead;
import io.mychat.gateway.core.config.security.AuditConfig;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit of a gateway with {@code audit.file}: a chain of lines in a file of its own (docs/adr/0032-audit-chain.md).
 *
 * <p>A thread of its own writes. Lines wait for it in a queue of {@code audit.queue_lines}; when that is full, a line is
 * omitted, counted, and a line of the chain says how many. While the file cannot be written, the gateway is degraded and the
 * lines wait. Thread-safe; a caller never blocks.
 */
public final class AuditTrail implements AuditSink, HealthIndicator, MetricSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);
    private static final int MOST_AT_ONCE = 1000;
    private static final long PAUSE_MILLIS = 1000;
    private static final long LAST_WAIT_SECONDS = 5;

    private final AuditWriter writer;
    private final Supplier<AuditConfig> config;
    private final TimeSource time;
    private final BlockingQueue<AuditLine> queue;
    private final int queueLimit;
    private final AtomicLong unsaid = new AtomicLong();
    /** Ends the wait for a line at the close; never written. */
    private final AuditLine wake = new AuditLine(Instant.EPOCH, "");

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "gateway-audit");
    private final RateLimitedLog failures;

    private final LongAdder written = new LongAdder();
    private final LongAdder omitted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile ChainHead head;
    private volatile long fileBytes;
    private volatile boolean isFailing;
    /** The next look at the configuration and the file; belongs to the thread. */
    private long attendAt = System.nanoTime();

    private AuditTrail(AuditWriter writer, Supplier<AuditConfig> config, TimeSource time) {
        this.writer = writer;
        this.config = config;
        this.time = time;
        this.queueLimit = config.get().queueLines();
        this.queue = new ArrayBlockingQueue<>(queueLimit);
        this.failures = new RateLimitedLog(log::error, time);
        this.head = writer.head();
        this.fileBytes = writer.fileBytes();
        thread.setDaemon(true);
    }

    /**
     * Opens the file, goes on behind its last line, and starts to write.
     *
     * @param path of the file; its directory is made
     * @param config the section in effect, with a key
     * @throws IOException when the file cannot be written, or another gateway writes it
     */
    public static AuditTrail open(Path path, String node, Supplier<AuditConfig> config, TimeSource time)
            throws IOException {
        AuditTrail trail = new AuditTrail(AuditWriter.open(path, node, config.get(), time), config, time);
        trail.thread.start();
        return trail;
    }

    @Override
    public void write(AuditLine line, boolean isWarning) {
        if (!queue.offer(line)) {
            unsaid.incrementAndGet();
            omitted.increment();
        }
    }

    /** The last line that is in the file. */
    public ChainHead head() {
        return head;
    }

    private void run() {
        List<AuditLine> lines = new ArrayList<>();
        while (closing.getCount() > 0 || !queue.isEmpty() || !lines.isEmpty() || unsaid.get() > 0) {
            boolean done = false;
            try {
                if (lines.isEmpty()) {
                    take(lines);
                }
                if (!lines.isEmpty()) {
                    // The line of a reload is the first under its key.
                    writer.adopt(config.get());
                    writer.write(lines);
                    written.add(lines.size());
                    lines.clear();
                }
                attend();
                done = true;
            } catch (IOException e) {
                failures.log("The audit cannot be written, its lines wait: " + e.getMessage());
            } catch (Throwable e) { // this thread must go on
                failures.log("The audit cannot be written, its lines wait: " + e);
            }
            head = writer.head();
            fileBytes = writer.fileBytes();
            recordOutcome(done);
            if (!done && isOver()) {
                log.error("{} lines of the audit could not be written before the end", lines.size() + queue.size());
                return;
            }
        }
    }

    private void take(List<AuditLine> lines) throws InterruptedException {
        AuditLine first = closing.getCount() == 0 ? queue.poll() : queue.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
            lines.add(first);
            queue.drainTo(lines, MOST_AT_ONCE);
            lines.remove(wake);
        }
        long count = unsaid.getAndSet(0);
        if (count > 0) {
            lines.add(new AuditLine(time.now(), "audit_omitted").with("lines", count));
        }
    }

    private void attend() throws IOException {
        if (System.nanoTime() - attendAt >= 0) {
            attendAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
            writer.adopt(config.get());
            writer.attend();
        }
    }

    private void recordOutcome(boolean done) {
        if (!done) {
            failed.increment();
        } else if (isFailing) {
            log.info("The audit is written again");
        }
        isFailing = !done;
    }

    /** Waits a moment after a failure; whether there is no time for another try. */
    private boolean isOver() {
        try {
            return closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            log.debug("{} was interrupted; only a close ends it", thread.getName());
            return false;
        }
    }

    @Override
    public String component() {
        return "audit";
    }

    @Override
    public Status status() {
        return isFailing ? Status.DEGRADED : Status.HEALTHY;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.counter("audit_lines_total", "Lines of the audit that were written.", written.sum()),
                Metric.counter(
                        "audit_lines_omitted_total", "Lines of the audit that found no room to wait.", omitted.sum()),
                Metric.counter(
                        "audit_write_failures_total",
                        "Times that the audit's file could not be written.",
                        failed.sum()),
                Metric.gauge("audit_queue_lines", "Lines of the audit that wait to be written.", queue.size()),
                Metric.gauge(
                        "audit_queue_lines_limit", "Lines of the audit that may wait; more are omitted.", queueLimit),
                Metric.gauge("audit_file_bytes", "Size of the audit's file.", fileBytes));
    }

    /** Writes what waits, for at most {@value #LAST_WAIT_SECONDS} seconds, and closes the file. */
    @Override
    public void close() throws IOException, InterruptedException {
        closing.countDown();
        if (!queue.offer(wake)) {
            log.debug("The queue is full: its thread is awake");
        }
        thread.join(TimeUnit.SECONDS.toMillis(LAST_WAIT_SECONDS));
        if (thread.isAlive()) {
            log.error("The audit's file does not answer; {} of its lines are lost", queue.size());
            return;
        }
        writer.close();
    }
}
