package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.Session;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes who came, went and was refused to the logger {@code io.mychat.gateway.audit} (specification 5.4, 9.2). */
public final class AuditLog implements GatewayListener {

    private static final Logger audit = LoggerFactory.getLogger("io.mychat.gateway.audit");
    private static final int MAX_NAME = 200;
    private static final int MAX_LINES = 50;

    @Override
    public void onEvent(GatewayEvent event) {
        if (event instanceof GatewayEvent.LoginSucceeded login && audit.isInfoEnabled()) {
            Session session = login.session();
            audit.info(
                    "User {} connected from {} on {} ({}), session {}",
                    printable(session.userId()),
                    session.ip(),
                    session.device().platform(),
                    session.device().deviceId(),
                    session.id());
        } else if (event instanceof GatewayEvent.LoginFailed failed) {
            audit.info("Login failed for {} from {}: {}", printable(failed.username()), failed.ip(), failed.error());
        } else if (event instanceof GatewayEvent.SessionDisplaced lost) {
            audit.info(
                    "User {} lost session {}: {}",
                    printable(lost.session().userId()),
                    lost.session().id(),
                    printable(lost.reason()));
        } else if (event instanceof GatewayEvent.UserKicked kick) {
            audit.info(
                    "{} kicked {}: {}; {} sessions ended{}",
                    printable(kick.by()),
                    whom(kick.whom()),
                    printable(kick.reason()),
                    kick.kicked(),
                    kick.revoked() ? ", tokens revoked" : "");
        } else if (event instanceof GatewayEvent.MessagePushed push) {
            audit.info("{} pushed to {}: {} sessions", printable(push.by()), whom(push.whom()), push.delivered());
        } else if (event instanceof GatewayEvent.ConnectionClosed closed && audit.isInfoEnabled()) {
            closed.session()
                    .ifPresent(session -> audit.info(
                            "User {} disconnected, session {}: {}",
                            printable(session.userId()),
                            session.id(),
                            closed.code()));
        } else if (event instanceof GatewayEvent.ConfigReloaded reloaded) {
            audit.info(
                    "{} reloaded by {}: {}{}",
                    reloaded.file(),
                    printable(reloaded.by()),
                    reloaded.changes().isEmpty() ? "nothing has changed" : listed(reloaded.changes()),
                    reloaded.restartNeeded().isEmpty() ? "" : "; after a restart: " + listed(reloaded.restartNeeded()));
        } else if (event instanceof GatewayEvent.ConfigRejected rejected) {
            audit.warn(
                    "{} not reloaded, asked for by {}; the one before still counts: {}",
                    rejected.file(),
                    printable(rejected.by()),
                    listed(rejected.faults()));
        } else if (event instanceof GatewayEvent.AccountChanged changed) {
            audit.info(
                    "The account of user {} has changed ({}); {} sessions ended",
                    printable(changed.userId()),
                    changed.change().name().toLowerCase(Locale.ROOT),
                    changed.ended());
        } else if (event instanceof GatewayEvent.HandshakeRefused refused) {
            audit.debug("Handshake from {} refused with {}: {}", refused.ip(), refused.status(), refused.error());
        }
    }

    private static String whom(GatewayEvent.Addressee whom) {
        return "user " + printable(whom.userId())
                + whom.platform().map(platform -> " on " + platform).orElse("")
                + whom.deviceId().map(device -> " device " + device).orElse("");
    }

    private static String listed(List<String> lines) {
        String all = lines.stream().limit(MAX_LINES).collect(Collectors.joining("; "));
        return lines.size() > MAX_LINES ? all + "; and " + (lines.size() - MAX_LINES) + " more" : all;
    }

    /** What others have written must not look like a line of the log. */
    private static String printable(String text) {
        String line = text.codePoints()
                .limit(MAX_NAME)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.isEmpty() ? "(unnamed)" : line;
    }
}
