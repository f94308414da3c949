package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.OwnSession;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionOwner;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** This node as the {@link io.mychat.gateway.spi.session.SessionStore} sees it. Thread-safe. */
final class LocalSessionOwner implements SessionOwner {

    private final LocalConnections local;
    private final SessionTerminator terminator;
    private final MultiPlatformAuthManager platforms;
    private final TimeSource time;

    LocalSessionOwner(
            LocalConnections local, SessionTerminator terminator, MultiPlatformAuthManager platforms, TimeSource time) {
        this.local = local;
        this.terminator = terminator;
        this.platforms = platforms;
        this.time = time;
    }

    @Override
    public Collection<OwnSession> ownSessions() {
        List<OwnSession> own = new ArrayList<>();
        for (ClientConnection client : local.all()) {
            Session session = client.sessionOrNull();
            if (session != null && !client.isClosing()) {
                own.add(new OwnSession(
                        session, time.now().minus(client.timeouts().idleFor())));
            }
        }
        return own;
    }

    @Override
    public SeatRule seatRule(Session session) {
        return platforms.seatRule(session.device().platform());
    }

    @Override
    public void onLost(Session session, LoginOutcome.Cause cause) {
        if (terminator.isElsewhere(session)) {
            terminator.lost(session, DisconnectReason.of(cause));
        } else {
            terminator.lostHere(session.id(), session.loginSeq(), DisconnectReason.of(cause));
        }
    }
}
