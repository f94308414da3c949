package io.mychat.gateway.core.audit;

import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.event.AskedPerEvent;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.session.Session;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes logins, refusals, ends of sessions and administrators' actions (specification 5.4, 9.2), one JSON object per
 * line: to {@code audit.file}, or without one to the logger {@code io.mychat.gateway.audit}. docs/operations.md lists
 * the fields. No line contains a secret or the content of a message.
 *
 * <p>A stranger can cause any number of refusals. Beyond {@code security.audited_refusals_per_second} they are only
 * counted, and the next line contains the number. Thread-safe; one lock guards these counts.
 *
 * <p>The class is long because it has a case for each event.
 */
public final class AuditLog implements AskedPerEvent {

    /** Refused handshakes flood the log during an attack, so they are written with level debug only. */
    private static final Logger handshakes = LoggerFactory.getLogger("io.mychat.gateway.audit");

    private final AuditSink sink;
    private final AuditTail tail;
    private final IntSupplier refusalsPerSecond;
    private final LongSupplier nanoTime;
    private long second;
    private int refusals;
    private long leftOut;

    /**
     * @param trail gets the lines; empty: the log gets them
     * @param tail keeps the last lines
     * @param refusalsPerSecond returns the most refusals that are written in one second
     */
    public AuditLog(Optional<AuditTrail> trail, AuditTail tail, IntSupplier refusalsPerSecond) {
        this(trail.<AuditSink>map(file -> file).orElseGet(LoggerSink::new), tail, refusalsPerSecond, System::nanoTime);
    }

    AuditLog(AuditSink sink, AuditTail tail, IntSupplier refusalsPerSecond, LongSupplier nanoTime) {
        this.sink = sink;
        this.tail = tail;
        this.refusalsPerSecond = refusalsPerSecond;
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean accepts(Class<? extends GatewayEvent> type) {
        return !GatewayEvent.OfMessage.class.isAssignableFrom(type);
    }

    @Override
    public void onEvent(GatewayEvent event) {
        if (event instanceof GatewayEvent.LoginFailed failed) {
            refused(line(event, "login_refused")
                    .with("ip", failed.ip())
                    .with("username", failed.username())
                    .with("error", failed.error()));
        } else if (event instanceof GatewayEvent.CredentialRefused refused) {
            refused(line(event, "credential_refused")
                    .with("ip", refused.ip())
                    .with("credential", refused.credential().name().toLowerCase(Locale.ROOT))
                    .with("request", refused.request())
                    .with("by", refused.by())
                    .with("status", refused.status())
                    .with("error", refused.error()));
        } else if (event instanceof GatewayEvent.HandshakeRefused refused) {
            if (handshakes.isDebugEnabled()) {
                handshakes.debug(line(event, "handshake_refused")
                        .with("ip", refused.ip())
                        .with("status", refused.status())
                        .with("error", refused.error())
                        .toString());
            }
        } else {
            line(event).ifPresent(line -> write(line, isWarning(event)));
        }
    }

    /** Whether an operator should look at it. */
    private static boolean isWarning(GatewayEvent event) {
        return event instanceof GatewayEvent.ConfigRejected
                || event instanceof GatewayEvent.AnomalyDetected
                || (event instanceof GatewayEvent.TokensRefreshed refresh && refresh.isAnomaly());
    }

    /** The line of an event that is not a refusal; empty: none. */
    private static Optional<AuditLine> line(GatewayEvent event) {
        AuditLine line = null;
        if (event instanceof GatewayEvent.LoginSucceeded login) {
            line = session(line(event, "session_bound"), login.session());
        } else if (event instanceof GatewayEvent.TokensIssued login) {
            line = line(event, "tokens_issued")
                    .with("ip", login.ip())
                    .with("user_id", login.user().userId())
                    .with("username", login.user().username())
                    .with(login.device());
        } else if (event instanceof GatewayEvent.TokensRefreshed refresh) {
            line = refreshed(refresh);
        } else if (event instanceof GatewayEvent.LoggedOut logout) {
            line = line(event, "logged_out").with("ip", logout.ip()).with("user_id", logout.userId());
            logout.device().ifPresent(line::with);
        } else if (event instanceof GatewayEvent.DeviceDropped drop) {
            line = session(line(event, "device_dropped"), drop.by())
                    .with("dropped_platform", drop.device().platform())
                    .with("dropped_device_id", drop.device().deviceId())
                    .with("sessions", drop.ended());
        } else if (event instanceof GatewayEvent.SessionDisplaced lost) {
            line = session(line(event, "session_displaced"), lost.session()).with("reason", lost.reason());
        } else if (event instanceof GatewayEvent.ConnectionClosed closed
                && closed.session().isPresent()) {
            line = session(line(event, "session_closed"), closed.session().get())
                    .with("code", closed.code())
                    .with("reason", closed.reason());
        } else if (event instanceof GatewayEvent.UserKicked kick) {
            line = line(event, "kicked")
                    .with("by", kick.by())
                    .with(kick.whom())
                    .with("reason", kick.reason())
                    .with("sessions", kick.kicked())
                    .with("revoked", kick.revoked());
        } else if (event instanceof GatewayEvent.MessagePushed push) {
            line = line(event, "pushed").with("by", push.by()).with(push.whom()).with("sessions", push.delivered());
        } else if (event instanceof GatewayEvent.MessageSent sent) {
            line = line(event, "message_sent")
                    .with("by", sent.by())
                    .with("user_id", sent.fromUser())
                    .with("to_user", sent.toUser())
                    .with("message_id", sent.messageId());
        } else if (event instanceof GatewayEvent.AnomalyDetected anomaly) {
            line = line(event, "anomaly")
                    .with("kind", anomaly.kind().name().toLowerCase(Locale.ROOT))
                    .with("user_id", anomaly.userId())
                    .with("ip", anomaly.ip())
                    .with("count", anomaly.count())
                    .with("window_seconds", anomaly.window().toSeconds());
        } else if (event instanceof GatewayEvent.ApiCalled call) {
            line = line(event, "api_called")
                    .with("by", call.by())
                    .with("request", call.request())
                    .with("status", call.status());
        } else if (event instanceof GatewayEvent.TraceRequested trace) {
            line = line(event, "trace_requested")
                    .with("by", trace.by())
                    .with("kind", trace.kind())
                    .with("subject", trace.id())
                    .with("until", MessageEncoder.rfc3339(trace.until()));
        } else if (event instanceof GatewayEvent.AccountChanged changed) {
            line = line(event, "account_changed")
                    .with("user_id", changed.userId())
                    .with("change", changed.change().name().toLowerCase(Locale.ROOT))
                    .with("sessions", changed.ended());
        } else if (event instanceof GatewayEvent.BanAdded added) {
            line = ban(line(event, "ban_added"), added.ban())
                    .with("by", added.ban().terms().by());
        } else if (event instanceof GatewayEvent.BanLifted lifted) {
            line = ban(line(event, "ban_lifted"), lifted.ban()).with("by", lifted.by());
        } else if (event instanceof GatewayEvent.ConfigReloaded reloaded) {
            line = line(event, "config_reloaded")
                    .with("file", reloaded.file())
                    .with("by", reloaded.by())
                    .with("changes", reloaded.changes())
                    .with("restart_needed", reloaded.restartNeeded());
        } else if (event instanceof GatewayEvent.ConfigRejected rejected) {
            line = line(event, "config_rejected")
                    .with("file", rejected.file())
                    .with("by", rejected.by())
                    .with("faults", rejected.faults());
        }
        return Optional.ofNullable(line);
    }

    private static AuditLine refreshed(GatewayEvent.TokensRefreshed refresh) {
        AuditLine line = line(refresh, "tokens_refreshed")
                .with("ip", refresh.ip())
                .with("user_id", refresh.user().userId())
                .with(refresh.device())
                .with("repeated", refresh.firstIp().isPresent())
                .with("first_ip", refresh.firstIp());
        return refresh.isAnomaly() ? line.with("anomaly", true) : line;
    }

    private void refused(AuditLine line) {
        long left;
        synchronized (this) {
            long now = Math.floorDiv(nanoTime.getAsLong(), TimeUnit.SECONDS.toNanos(1));
            refusals = now == second ? refusals + 1 : 1;
            second = now;
            if (refusals > refusalsPerSecond.getAsInt()) {
                leftOut++;
                return;
            }
            left = leftOut;
            leftOut = 0;
        }
        write(left > 0 ? line.with("left_out_before", left) : line, false);
    }

    private void write(AuditLine line, boolean isWarning) {
        tail.add(line);
        sink.write(line, isWarning);
    }

    private static AuditLine line(GatewayEvent event, String name) {
        return new AuditLine(event.at(), name);
    }

    private static AuditLine ban(AuditLine line, Ban ban) {
        line.with("ban_id", ban.id());
        if (ban.target() instanceof BanTarget.Address address) {
            line.with("address", address.block());
        } else if (ban.target() instanceof BanTarget.Device device) {
            line.with("user_id", device.userId()).with(device.device());
        } else if (ban.target() instanceof BanTarget.User user) {
            line.with("user_id", user.userId());
        }
        return line.with("reason", ban.terms().reason())
                .with("until", ban.terms().until().map(MessageEncoder::rfc3339))
                .with("automatic", ban.terms().isAutomatic());
    }

    private static AuditLine session(AuditLine line, Session session) {
        return line.with("user_id", session.userId())
                .with("ip", session.ip())
                .with(session.device())
                .with("session_id", session.id());
    }
}
