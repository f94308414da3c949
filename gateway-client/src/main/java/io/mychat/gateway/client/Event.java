package io.mychat.gateway.client;

import io.mychat.gateway.client.data.Delivered;
import io.mychat.gateway.client.data.Draining;
import io.mychat.gateway.client.data.Gap;
import io.mychat.gateway.client.data.NewLogin;
import io.mychat.gateway.client.data.Outgoing;
import io.mychat.gateway.client.data.Sent;
import io.mychat.gateway.client.data.ServerCommand;

/**
 * A kind of event of a client, and the type of its value.
 *
 * @param <T> what a listener gets
 * @param name as other clients call it
 * @since 0.1.0
 */
@SuppressWarnings("UnusedTypeParameter")
public record Event<T>(String name) {

    /** The client has another state. */
    public static final Event<ClientState> STATE = new Event<>("state");

    /** A message of another user, or of the same user's other device. */
    public static final Event<Delivered> MESSAGE = new Event<>("message");

    /** Messages that cannot be delivered any more; read the history. */
    public static final Event<Gap> GAP = new Event<>("gap");

    /** A message of this client is stored. */
    public static final Event<Stored> SENT = new Event<>("sent");

    /** A message of this client was refused for good. */
    public static final Event<Failed> SEND_FAILED = new Event<>("send_failed");

    /** A push of the host (4001): JSON as {@link io.mychat.gateway.client.port.Json} reads it. */
    public static final Event<Object> PUSH = new Event<>("push");

    /** Another device of the user has logged in (4002). */
    public static final Event<NewLogin> NEW_LOGIN = new Event<>("new_login");

    /** The connection is about to close (4003), and why. */
    public static final Event<String> CLOSING = new Event<>("closing");

    /** The gateway leaves this connection (4005). */
    public static final Event<Draining> DRAINING = new Event<>("draining");

    /** A message of the server that the client does not know. */
    public static final Event<ServerCommand> COMMAND = new Event<>("command");

    /**
     * A message and what the gateway says about it.
     *
     * @since 0.1.0
     */
    public record Stored(Outgoing message, Sent sent) {}

    /**
     * A message and why it was refused.
     *
     * @since 0.1.0
     */
    public record Failed(Outgoing message, GatewayException error) {}
}
