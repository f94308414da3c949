package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.Session;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes who came, went and was refused to the logger {@code io.mychat.gateway.audit} (specification 5.4, 9.2), one JSON object a
 * line; docs/operations.md has the fields. No line holds a secret.
 *
 * <p>Refusals are a stranger's to cause: of those more than {@code security.audited_refusals_per_second} are counted only, and
 * the next line says how many. Thread-safe; one lock guards these counts.
 */
public final class AuditLog implements GatewayListener {

    private static final Logger audit = LoggerFactory.getLogger("io.mychat.gateway.audit");

    private final IntSupplier refusalsPerSecond;
    private final LongSupplier nanoTime;
    private long second;
    private int refusals;
    private long leftOut;

    /** @param refusalsPerSecond how many refusals are written in one second, as configured now */
    public AuditLog(IntSupplier refusalsPerSecond) {
        this(refusalsPerSecond, System::nanoTime);
    }

    AuditLog(IntSupplier refusalsPerSecond, LongSupplier nanoTime) {
        this.refusalsPerSecond = refusalsPerSecond;
        this.nanoTime = nanoTime;
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
        } else if (event instanceof GatewayEvent.ConfigRejected rejected) {
            audit.warn(line(event, "config_rejected")
                    .with("file", rejected.file())
                    .with("by", rejected.by())
                    .with("faults", rejected.faults())
                    .toString());
        } else if (event instanceof GatewayEvent.HandshakeRefused refused && audit.isDebugEnabled()) {
            audit.debug(line(event, "handshake_refused")
                    .with("ip", refused.ip())
                    .with("status", refused.status())
                    .with("error", refused.error())
                    .toString());
        } else if (event instanceof GatewayEvent.TokensRefreshed refresh) {
            refreshed(refresh);
        } else if (audit.isInfoEnabled()) {
            happened(event);
        }
    }

    private static void refreshed(GatewayEvent.TokensRefreshed refresh) {
        AuditLine line = line(refresh, "tokens_refreshed")
                .with("ip", refresh.ip())
                .with("user_id", refresh.user().userId())
                .with(refresh.device())
                .with("repeated", refresh.firstIp().isPresent())
                .with("first_ip", refresh.firstIp());
        if (refresh.isAnomaly()) {
            audit.warn(line.with("anomaly", true).toString());
        } else {
            audit.info(line.toString());
        }
    }

    private static void happened(GatewayEvent event) {
        if (event instanceof GatewayEvent.LoginSucceeded login) {
            audit.info(session(line(event, "session_bound"), login.session()).toString());
        } else if (event instanceof GatewayEvent.TokensIssued login) {
            audit.info(line(event, "tokens_issued")
                    .with("ip", login.ip())
                    .with("user_id", login.user().userId())
                    .with("username", login.user().username())
                    .with(login.device())
                    .toString());
        } else if (event instanceof GatewayEvent.LoggedOut logout) {
            AuditLine line = line(event, "logged_out").with("ip", logout.ip()).with("user_id", logout.userId());
            logout.device().ifPresent(line::with);
            audit.info(line.toString());
        } else if (event instanceof GatewayEvent.SessionDisplaced lost) {
            audit.info(session(line(event, "session_displaced"), lost.session())
                    .with("reason", lost.reason())
                    .toString());
        } else if (event instanceof GatewayEvent.ConnectionClosed closed) {
            closed.session()
                    .ifPresent(session -> audit.info(session(line(event, "session_closed"), session)
                            .with("code", closed.code())
                            .toString()));
        } else if (event instanceof GatewayEvent.UserKicked kick) {
            audit.info(line(event, "kicked")
                    .with("by", kick.by())
                    .with(kick.whom())
                    .with("reason", kick.reason())
                    .with("sessions", kick.kicked())
                    .with("revoked", kick.revoked())
                    .toString());
        } else if (event instanceof GatewayEvent.MessagePushed push) {
            audit.info(line(event, "pushed")
                    .with("by", push.by())
                    .with(push.whom())
                    .with("sessions", push.delivered())
                    .toString());
        } else if (event instanceof GatewayEvent.AccountChanged changed) {
            audit.info(line(event, "account_changed")
                    .with("user_id", changed.userId())
                    .with("change", changed.change().name().toLowerCase(Locale.ROOT))
                    .with("sessions", changed.ended())
                    .toString());
        } else if (event instanceof GatewayEvent.ConfigReloaded reloaded) {
            audit.info(line(event, "config_reloaded")
                    .with("file", reloaded.file())
                    .with("by", reloaded.by())
                    .with("changes", reloaded.changes())
                    .with("restart_needed", reloaded.restartNeeded())
                    .toString());
        }
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
        audit.info((left > 0 ? line.with("left_out_before", left) : line).toString());
    }

    private static AuditLine line(GatewayEvent event, String name) {
        return new AuditLine(event.at(), name);
    }

    private static AuditLine session(AuditLine line, Session session) {
        return line.with("user_id", session.userId())
                .with("ip", session.ip())
                .with(session.device())
                .with("session_id", session.id());
    }
}
