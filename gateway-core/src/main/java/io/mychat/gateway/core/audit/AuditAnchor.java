package io.mychat.gateway.core.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.audit.chain.ChainHead;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.config.WebhookSecret;
import io.mychat.gateway.core.config.security.AuditAnchorConfig;
import io.mychat.gateway.core.watch.PeriodicThread;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts the last line of the chain to {@code audit.anchor_url}, from where {@code verify-audit --anchor} takes it. A post is
 * signed as Standard Webhooks 1.0 says. It is repeated at each interval until it succeeds, with the line that is the last one
 * then. A thread of its own waits for the answers. Thread-safe.
 */
public final class AuditAnchor implements MetricSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AuditAnchor.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int SUCCESS = 2;

    private final Supplier<ChainHead> head;
    private final String node;
    private final Supplier<AuditAnchorConfig> config;
    private final TimeSource time;
    private final PeriodicThread thread = new PeriodicThread("gateway-audit-anchor", LOOK, this::look);
    private final RateLimitedLog failures;
    private final LongAdder posted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private volatile ChainHead anchored = ChainHead.START;
    /** The next post; belongs to the thread. */
    private long dueAt;

    /** @param node the name of this gateway */
    public AuditAnchor(AuditTrail trail, String node, Supplier<AuditAnchorConfig> config, TimeSource time) {
        this.head = trail::head;
        this.node = node;
        this.config = config;
        this.time = time;
        this.failures = new RateLimitedLog(log::warn, time);
        this.dueAt = time.nanoTime();
        thread.start();
    }

    private void look() {
        AuditAnchorConfig now = config.get();
        ChainHead last = head.get();
        if (now.anchorUrl().isPresent() && !last.equals(anchored) && time.nanoTime() - dueAt >= 0) {
            dueAt = time.nanoTime() + now.anchorInterval().toNanos();
            post(URI.create(now.anchorUrl().get()), now.anchorSecret().orElse(""), last);
        }
    }

    private void post(URI url, String secret, ChainHead last) {
        try {
            int status = http.send(request(url, secret, last), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status / 100 == SUCCESS) {
                anchored = last;
                posted.increment();
                return;
            }
            failed("it answers " + status);
        } catch (IOException e) {
            failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        } catch (InterruptedException e) {
            // Only a close interrupts this thread, and the thread looks at that itself.
            log.debug("The post of the audit's anchor was interrupted");
        }
    }

    private void failed(String reason) {
        failed.increment();
        failures.log("The audit's anchor cannot be posted to audit.anchor_url: " + reason);
    }

    private HttpRequest request(URI url, String secret, ChainHead last) {
        Instant now = time.now();
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("type", "audit.anchor")
                .put("timestamp", MessageEncoder.rfc3339(now));
        body.putObject("data")
                .put("node", node)
                .put("seq", last.seq())
                .put("mac", last.mac())
                .put("anchor", last.toString());
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        String id = "audit-" + node + "-" + last.seq();
        return HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", new WebhookSecret(secret).sign(id, now, bytes))
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build();
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.counter("audit_anchors_total", "Posts of the audit's last line that succeeded.", posted.sum()),
                Metric.counter(
                        "audit_anchor_failures_total", "Posts of the audit's last line that failed.", failed.sum()),
                Metric.gauge(
                        "audit_lines_unanchored",
                        "Lines of the audit behind the last one that was posted.",
                        config.get().anchorUrl().isPresent() ? head.get().seq() - anchored.seq() : 0));
    }

    @Override
    public void close() {
        thread.close();
    }
}
