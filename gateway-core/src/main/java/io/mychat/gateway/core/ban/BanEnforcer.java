package io.mychat.gateway.core.ban;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.CloseReason;
import java.util.Collection;

/**
 * Closes this node's connections that a new ban excludes: those of a user or device with 4410, as an administrator's
 * kick does, and those of an address with 4403. An automatic ban of an address spares connections with a login, since
 * they may belong to other people behind the same address, and connections of the host, whose logins the gateway does
 * not know. Thread-safe.
 *
 * <p>A connection that opens or logs in at the same time checks the bans again itself.
 */
public final class BanEnforcer {

    /** The reason that clients are told (4003). */
    public static final String NOTICE = "banned";

    private final ConnectionManager connections;
    private final GatewayListener events;
    private final TimeSource time;

    public BanEnforcer(ConnectionManager connections, GatewayListener events, TimeSource time) {
        this.connections = connections;
        this.events = events;
        this.time = time;
    }

    /** Closes the connections that these bans exclude. */
    void enforce(Collection<Ban> bans) {
        if (bans.isEmpty()) {
            return;
        }
        ActiveBans added = new ActiveBans(time);
        added.replace(new BanIndex(bans));
        for (ClientConnection client : connections.connections()) {
            if (!client.isClosing()) {
                enforce(added, client);
            }
        }
        connections
                .hosted()
                .refuse(
                        address -> added.ofAddress(address)
                                .filter(ban -> !ban.terms().isAutomatic())
                                .isPresent(),
                        NOTICE);
    }

    private void enforce(ActiveBans added, ClientConnection client) {
        Session session = client.sessionOrNull();
        if (session != null && added.ofUser(session.userId(), session.device()).isPresent()) {
            end(client, session);
        } else if (added.ofAddress(client.ip())
                .filter(ban -> session == null || !ban.terms().isAutomatic())
                .isPresent()) {
            client.close(CloseReason.ADDRESS_REFUSED, NOTICE);
        }
    }

    private void end(ClientConnection client, Session session) {
        events.onEvent(new GatewayEvent.SessionDisplaced(time.now(), session, NOTICE));
        client.close(CloseReason.KICKED, NOTICE);
    }
}
