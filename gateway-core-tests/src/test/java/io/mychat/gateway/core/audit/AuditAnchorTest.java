package io.mychat.gateway.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.core.audit.chain.AuditFiles;
import io.mychat.gateway.core.audit.chain.ChainHead;
import io.mychat.gateway.core.audit.chain.ChainVerifier;
import io.mychat.gateway.core.config.security.AuditAnchorConfig;
import io.mychat.gateway.core.config.security.AuditConfig;
import io.mychat.gateway.core.config.security.AuditKey;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.testkit.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditAnchorTest {

    private static final AuditKey KEY = new AuditKey("k1", "the first key of this test, long enough");
    private static final byte[] SECRET = "a webhook's secret, 24 bytes".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    private final List<String> wrongSignatures = new CopyOnWriteArrayList<>();
    private volatile int status = 204;
    private WebhookReceiver receiver;
    private AuditTrail trail;
    private AuditAnchor anchor;

    @BeforeEach
    void start() throws IOException {
        receiver = new WebhookReceiver(this::receive);
        AuditConfig config = new AuditConfig(
                Optional.of(Path.of("audit.log")),
                Optional.of(KEY),
                List.of(),
                1 << 20,
                false,
                0,
                1000,
                100,
                AuditConfig.Fsync.NEVER,
                new AuditAnchorConfig(
                        Optional.of(receiver.url()),
                        Optional.of("whsec_" + Base64.getEncoder().encodeToString(SECRET)),
                        Duration.ofMinutes(5)));
        trail = AuditTrail.open(directory.resolve("audit.log"), "gw-1", () -> config, time);
        anchor = new AuditAnchor(trail, "gw-1", config::anchor, time);
    }

    @AfterEach
    void stop() throws Exception {
        anchor.close();
        trail.close();
        receiver.close();
    }

    private int receive(WebhookReceiver.Post post) {
        try {
            bodies.add(new JsonMapper().readTree(post.body()));
        } catch (IOException e) {
            throw new AssertionError(post.body(), e);
        }
        String signature = post.header("webhook-signature");
        String signed = post.header("webhook-id") + "." + post.header("webhook-timestamp") + "." + post.body();
        if (!signature.equals("v1," + hmac(signed))) {
            wrongSignatures.add(signature);
        }
        return status;
    }

    private static String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private double metric(String name) {
        return anchor.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }

    @Test
    void thePostedAnchorFindsACutTail() throws IOException {
        await().until(() -> metric("audit_anchors_total") == 1);
        assertThat(wrongSignatures).isEmpty();
        ChainHead posted = ChainHead.parse(bodies.get(0).at("/data/anchor").textValue());

        var files = AuditFiles.of(directory.resolve("audit.log"));
        assertThat(new ChainVerifier(List.of(KEY))
                        .verify(files, List.of(posted))
                        .isSound())
                .isTrue();
        assertThat(new ChainVerifier(List.of(KEY))
                        .verify(files, List.of(new ChainHead(posted.seq() + 1, posted.mac())))
                        .isSound())
                .isFalse();
        assertThat(metric("audit_lines_unanchored")).isZero();
    }

    @Test
    void aRefusedPostIsRepeatedAtTheNextInterval() {
        await().until(() -> metric("audit_anchors_total") == 1);
        status = 500;
        trail.write(new AuditLine(time.now(), "test"), false);
        time.advance(Duration.ofMinutes(5));
        await().until(() -> metric("audit_anchor_failures_total") == 1);
        assertThat(metric("audit_lines_unanchored")).isEqualTo(1);

        status = 200;
        time.advance(Duration.ofMinutes(5));
        await().until(() -> metric("audit_anchors_total") == 2);
        assertThat(bodies.get(2).at("/data/seq").longValue()).isEqualTo(2);
        assertThat(metric("audit_lines_unanchored")).isZero();
    }
}
