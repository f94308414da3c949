package io.mychat.gateway.core.handshake;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.inbox.InboxDelivery;
import io.mychat.gateway.core.processor.ConnectionEvents;

/** Ends what belongs to a connection when the transport has closed it: its session, its delivery, its places. Thread-safe. */
public final class ConnectionEnds implements ConnectionEvents {

    private final ConnectionManager connections;
    private final InboxDelivery inbox;

    public ConnectionEnds(ConnectionManager connections, InboxDelivery inbox) {
        this.connections = connections;
        this.inbox = inbox;
    }

    @Override
    public void drained(ClientConnection client) {
        inbox.drained(client);
    }

    @Override
    public void closed(ClientConnection client, int code) {
        try {
            // In this order: a delivery that begins meanwhile sees either the end of its feed or a closing client.
            connections.closed(client, code);
        } finally {
            try {
                inbox.ended(client);
            } finally {
                client.leavePlaces();
            }
        }
    }
}
