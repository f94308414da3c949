package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.connection.ClientConnection;

/** What the transport reports of connections besides their messages. One for all connections; called on I/O threads. */
public interface ConnectionEvents {

    /** The client has read everything that was sent to it. */
    void drained(ClientConnection client);

    /** The connection has ended; called once, with the close code. */
    void closed(ClientConnection client, int code);
}
