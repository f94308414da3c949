package io.mychat.gateway.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.event.CloseCause;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AuditLogTest {

    private static final Instant NOW = Instant.parse("2025-01-08T10:30:00Z");
    private static final String IP = "203.0.113.9";
    private static final UserInfo ALICE = new UserInfo("u-1", "alice", Set.of());
    private static final DeviceKey DEVICE = new DeviceKey("web", "d");

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.mychat.gateway.audit");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private long nanoTime;
    private final AuditLog audit = new AuditLog(new LoggerSink(), new AuditTail(() -> 100), () -> 500, () -> nanoTime);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
    }

    @Test
    void eachEventIsOneJsonObjectOnOneLine() {
        Session session = new Session("s-1", ALICE, DEVICE, IP, NOW, 1, "node");
        List<GatewayEvent> events = List.of(
                new GatewayEvent.LoginSucceeded(NOW, session),
                new GatewayEvent.LoginFailed(NOW, IP, "alice", "bad_credentials"),
                new GatewayEvent.TokensIssued(NOW, IP, ALICE, DEVICE),
                new GatewayEvent.TokensRefreshed(NOW, IP, ALICE, DEVICE, Optional.empty(), false),
                new GatewayEvent.LoggedOut(NOW, IP, "u-1", Optional.of(DEVICE)),
                new GatewayEvent.DeviceDropped(NOW, session, new DeviceKey("ios", "lost"), 1),
                new GatewayEvent.CredentialRefused(
                        NOW, IP, GatewayEvent.Credential.API_KEY, "POST /api/x", "", 401, "api_key_invalid"),
                new GatewayEvent.SessionDisplaced(NOW, session, "replaced"),
                new GatewayEvent.ConnectionClosed(
                        NOW, "s-1", IP, Optional.of(session), 4411, "replaced", CloseCause.REPLACED),
                new GatewayEvent.UserKicked(
                        NOW,
                        "user root",
                        new GatewayEvent.Addressee("u-1", Optional.empty(), Optional.empty()),
                        "spam",
                        true,
                        2),
                new GatewayEvent.MessagePushed(
                        NOW, "API key k", new GatewayEvent.Addressee("u-1", Optional.of("web"), Optional.empty()), 1),
                new GatewayEvent.MessageSent(NOW, "API key k", "system", "u-1", "m-1"),
                new GatewayEvent.AnomalyDetected(
                        NOW,
                        GatewayEvent.Anomaly.LOGINS_PER_ADDRESS,
                        Optional.empty(),
                        Optional.of(IP),
                        301,
                        Duration.ofSeconds(60)),
                new GatewayEvent.ApiCalled(NOW, "API key k from 192.0.2.7", "GET /api/connections/online", 200),
                new GatewayEvent.AccountChanged(NOW, "u-1", AccountChange.REMOVED, 1),
                new GatewayEvent.ConfigReloaded(NOW, "gateway_config", "me", List.of("a"), List.of()),
                new GatewayEvent.ConfigRejected(NOW, "gateway_config", "me", List.of("b")));

        events.forEach(audit::onEvent);

        assertThat(lines.list).hasSameSizeAs(events);
        assertThat(read())
                .extracting(line -> line.path("event").textValue())
                .containsExactly(
                        "session_bound",
                        "login_refused",
                        "tokens_issued",
                        "tokens_refreshed",
                        "logged_out",
                        "device_dropped",
                        "credential_refused",
                        "session_displaced",
                        "session_closed",
                        "kicked",
                        "pushed",
                        "message_sent",
                        "anomaly",
                        "api_called",
                        "account_changed",
                        "config_reloaded",
                        "config_rejected");
        assertThat(read())
                .allSatisfy(line -> assertThat(line.path("at").textValue()).startsWith("2025-01-08T10:30:00"));
        JsonNode refused = read().get(6);
        assertThat(refused.path("credential").textValue()).isEqualTo("api_key");
        assertThat(refused.path("status").intValue()).isEqualTo(401);
        assertThat(refused.has("by")).isFalse();
    }

    @Test
    void whatClientsWriteIsQuotedAndCannotLookLikeALine() {
        String name = "eve\"}\n{\"event\":\"tokens_issued\u2028\u202e\u0085\u007f张三";

        audit.onEvent(new GatewayEvent.LoginFailed(NOW, IP, name, "bad_credentials"));

        String line = lines.list.get(0).getFormattedMessage();
        assertThat(line.lines()).hasSize(1);
        assertThat(line).doesNotContain("\u2028", "\u202e", "\u0085", "\u007f").contains("张三");
        assertThat(read().get(0).path("username").textValue()).isEqualTo(name);
    }

    @Test
    void longTextsAndListsAreCut() {
        audit.onEvent(new GatewayEvent.LoginFailed(NOW, IP, "😀".repeat(10_000), "bad_credentials"));
        List<String> many = IntStream.range(0, 1000).mapToObj(i -> "fault " + i).toList();
        audit.onEvent(new GatewayEvent.ConfigRejected(NOW, "gateway_config", "me", many));

        assertThat(read().get(0).path("username").textValue()).isEqualTo("😀".repeat(500) + "…");
        assertThat(read().get(1).path("faults")).hasSize(50);
        assertThat(read().get(1).path("faults_left_out").intValue()).isEqualTo(950);
    }

    @Test
    void aRepetitionFromAnotherAddressIsAnAnomaly() {
        audit.onEvent(new GatewayEvent.TokensRefreshed(NOW, IP, ALICE, DEVICE, Optional.of("192.0.2.1"), true));

        assertThat(lines.list.get(0).getLevel()).isEqualTo(Level.WARN);
        JsonNode line = read().get(0);
        assertThat(line.path("repeated").booleanValue()).isTrue();
        assertThat(line.path("anomaly").booleanValue()).isTrue();
        assertThat(line.path("first_ip").textValue()).isEqualTo("192.0.2.1");
    }

    @Test
    void aFloodOfRefusalsIsCountedAndNotWritten() {
        for (int i = 0; i < 10_000; i++) {
            audit.onEvent(new GatewayEvent.LoginFailed(NOW, IP, "eve", "bad_credentials"));
        }
        assertThat(lines.list).hasSize(500);
        audit.onEvent(new GatewayEvent.TokensIssued(NOW, IP, ALICE, DEVICE));
        nanoTime += TimeUnit.SECONDS.toNanos(1);
        audit.onEvent(new GatewayEvent.LoginFailed(NOW, IP, "eve", "bad_credentials"));

        assertThat(lines.list).hasSize(502);
        assertThat(read().get(501).path("left_out_before").intValue()).isEqualTo(9500);
    }

    private List<JsonNode> read() {
        ObjectMapper mapper = new ObjectMapper();
        return lines.list.stream()
                .map(event -> {
                    try {
                        return mapper.readTree(event.getFormattedMessage());
                    } catch (JsonProcessingException e) {
                        throw new AssertionError(event.getFormattedMessage(), e);
                    }
                })
                .toList();
    }
}
