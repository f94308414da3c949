package io.mychat.gateway.acme;

import io.mychat.gateway.acme.challenge.ChallengeListener;
import io.mychat.gateway.acme.file.CertificateFile;
import io.mychat.gateway.acme.issue.CertificateAuthority;
import io.mychat.gateway.acme.issue.IssueOutcome;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.threads.DaemonThreadPool;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.time.Timestamp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the certificate's file filled: looks at it every six hours and at the moments that matter, and orders a certificate
 * when there is none, when its time has come, or when the settings ask for another one. The running gateway takes over
 * the file by its watch.
 *
 * <p>Orders run one after the other on the worker's thread, and only there. The monitor guards the timer, the
 * settings and the changes of the progress; what others read is one immutable {@link Progress}.
 */
final class CertificateService implements MetricSource, HealthIndicator, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CertificateService.class);

    /** Another node may have renewed the file, or the clock may have jumped. */
    private static final Duration LOOK = Duration.ofHours(6);
    /** While another node orders. */
    private static final Duration OTHER_NODE = Duration.ofSeconds(30);

    private static final Duration NO_PAUSE = Duration.ZERO;
    /** An authority's wish that is longer is cut to that. */
    private static final Duration LONGEST_WISH = Duration.ofDays(7);

    private final CertificateAuthority authority;
    private final Worker worker;
    private final RenewalTime renewal;
    private AcmeSettings settings;
    private volatile @Nullable OrderClaims claims;
    private TimeSource.@Nullable Timer timer;
    private boolean closed;
    private volatile @Nullable ChallengeListener port;
    private volatile Progress progress = Progress.START;

    /** Where and when the work is done. */
    record Worker(TimeSource time, ExecutorService thread, RandomGenerator random) {

        static Worker ofItsOwn(TimeSource time) {
            return new Worker(
                    time,
                    new DaemonThreadPool("gateway-acme", 1, Duration.ofSeconds(10)),
                    RandomGenerator.getDefault());
        }
    }

    CertificateService(AcmeSettings settings, CertificateAuthority authority, Worker worker) {
        this.settings = settings;
        this.authority = authority;
        this.worker = worker;
        this.renewal = new RenewalTime(worker.random());
    }

    /** Takes the port for challenges, and closes it at the end. */
    void serve(ChallengeListener opened) {
        port = opened;
    }

    /**
     * Begins to work.
     *
     * @param store lets one of several nodes order
     */
    synchronized void start(IdempotencyStore store) {
        claims = new OrderClaims(store);
        schedule(NO_PAUSE);
    }

    /** Replaces the settings and looks at once; the authority's own wish still counts. */
    synchronized void adopt(AcmeSettings next) {
        settings = next;
        if (claims != null) {
            update(Progress::tryAgain);
            schedule(NO_PAUSE);
        }
    }

    private synchronized void schedule(Duration pause) {
        if (timer != null) {
            timer.cancel();
        }
        if (!closed) {
            timer = worker.time().schedule(pause, this::handOver);
        }
    }

    private void handOver() {
        try {
            worker.thread().execute(this::look);
        } catch (RejectedExecutionException e) {
            log.debug("No thread, or the gateway stops", e);
            schedule(OTHER_NODE);
        }
    }

    private synchronized void update(UnaryOperator<Progress> step) {
        progress = step.apply(progress);
    }

    private synchronized AcmeSettings settings() {
        return settings;
    }

    private void look() {
        Duration pause = LOOK;
        try {
            pause = step(settings());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) { // the next look may succeed
            log.error("The certificate could not be looked after", e);
            Instant next = worker.time().now().plus(LOOK);
            update(now -> now.failed("an error of the gateway itself, see the log", next, Instant.MIN));
        } finally {
            schedule(pause);
        }
    }

    /** One look; returns the time until the next one. */
    private Duration step(AcmeSettings now) throws InterruptedException {
        CertificateFile file = new CertificateFile(now.certificate());
        Instant at = worker.time().now();
        Instant due = due(file, now);
        if (due.isAfter(at)) {
            update(Progress::idle);
            return until(due, at);
        }
        Instant next = progress.next();
        if (next.isAfter(at)) {
            return until(next, at);
        }
        OrderClaims store = claims;
        if (store == null) {
            return LOOK;
        }
        Optional<OrderClaims.Claim> claim = store.claim(now.order());
        if (claim.isEmpty()) {
            return OTHER_NODE;
        }
        try {
            // Another node may have been faster.
            if (!due(file, now).isAfter(at)) {
                order(now, file);
            }
        } finally {
            claim.get().release();
        }
        return NO_PAUSE;
    }

    private static Duration until(Instant moment, Instant at) {
        Duration left = Duration.between(at, moment);
        return left.compareTo(LOOK) < 0 ? left : LOOK;
    }

    /** When the next certificate is wanted. */
    private Instant due(CertificateFile file, AcmeSettings now) {
        Optional<CertificateFile.Content> content = file.read();
        update(before -> before.having(content.isPresent()));
        return content.filter(has -> has.isFor(now.order().domains()))
                .filter(has -> has.authority()
                        .equals(Optional.of(now.order().directory().url().toASCIIString())))
                .map(has -> renewal.of(has.identity().certificate()))
                .orElse(Instant.MIN);
    }

    private void order(AcmeSettings now, CertificateFile file) throws InterruptedException {
        IssueOutcome outcome = issue(now, file);
        if (outcome instanceof IssueOutcome.Issued issued) {
            try {
                file.write(issued.identity(), now.order().directory().url());
                // Should it be due again already, as it never should, the authority is not asked in a loop.
                Instant earliest = worker.time().now().plus(now.retry().longest());
                update(before -> before.obtained(earliest));
                log.info("{} holds the new certificate {}", file.path(), issued.identity());
                return;
            } catch (IOException e) {
                outcome = new IssueOutcome.Failed("the new certificate cannot be written: " + e, Optional.empty());
            }
        }
        IssueOutcome.Failed failed = (IssueOutcome.Failed) outcome;
        Instant at = worker.time().now();
        Instant ours = at.plus(now.retry().after(progress.failures() + 1));
        Instant wish = failed.notBefore().filter(at.plus(LONGEST_WISH)::isAfter).orElse(at);
        Instant next = ours.isAfter(wish) ? ours : wish;
        update(before -> before.failed(failed.problem(), next, wish));
        log.warn(
                "No certificate for {}: {}; the next attempt is at {}",
                now.order().domains(),
                failed.problem(),
                Timestamp.of(next));
    }

    /** A certificate that could not be written would use up the authority's limits for nothing. */
    private IssueOutcome issue(AcmeSettings now, CertificateFile file) throws InterruptedException {
        try {
            file.probe();
        } catch (IOException e) {
            return new IssueOutcome.Failed(
                    file.path() + " cannot be written, so nothing is ordered; free the disk, or permit its directory: "
                            + e,
                    Optional.empty());
        }
        log.info(
                "A certificate for {} is ordered from {}",
                now.order().domains(),
                now.order().directory().url());
        return authority.issue(now.order());
    }

    @Override
    public List<Metric> metrics() {
        Progress now = progress;
        List<Metric> metrics = new ArrayList<>();
        metrics.add(Metric.counter("acme_orders_total", "Orders of certificates.", now.obtainedTotal())
                .with("result", "obtained"));
        metrics.add(Metric.counter("acme_orders_total", "Orders of certificates.", now.failedTotal())
                .with("result", "failed"));
        metrics.add(Metric.gauge("acme_failures", "Orders that failed in a row.", (long) now.failures()));
        ChallengeListener open = port;
        if (open != null) {
            String help = "Requests to the port for challenges.";
            metrics.add(Metric.counter("acme_http_requests_total", help, open.answered())
                    .with("result", "answered"));
            metrics.add(Metric.counter("acme_http_requests_total", help, open.refused())
                    .with("result", "refused"));
            metrics.add(Metric.counter("acme_http_requests_total", help, open.evicted())
                    .with("result", "evicted"));
            metrics.add(Metric.gauge("acme_http_connections", "Open connections to the port for challenges.", (long)
                    open.connections()));
            metrics.add(Metric.gauge("acme_http_connections_limit", "acme.http_max_connections.", (long)
                    settings().http().bounds().connections()));
        }
        return metrics;
    }

    @Override
    public String component() {
        return "acme";
    }

    /** Degraded from the first failed order on; whether clients can connect is the component certificate. */
    @Override
    public Status status() {
        return progress.failures() == 0 ? Status.HEALTHY : Status.DEGRADED;
    }

    @Override
    public List<String> warnings() {
        Progress now = progress;
        return now.failures() == 0
                ? List.of()
                : List.of("No " + (now.present() ? "new " : "") + "certificate for "
                        + String.join(", ", settings().order().domains()) + " after " + now.failures()
                        + " orders: " + now.problem() + "; the next attempt is at " + Timestamp.of(now.next())
                        + ", or at a reload");
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (timer != null) {
                timer.cancel();
            }
        }
        worker.thread().shutdownNow();
        ChallengeListener open = port;
        if (open != null) {
            open.close();
        }
    }
}
