package io.mychat.gateway.transport.jakarta.websocket;

import io.mychat.gateway.spi.transport.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of one session. Messages come in pieces, so that a message that never ends is bounded here and counts in
 * the budget of the gateway. The container calls it by one thread at a time.
 */
public final class GatewayEndpoint extends Endpoint {

    /** The user property with the {@link Opening} of a session. */
    static final String OPENING = "io.mychat.gateway.opening";

    private static final String TOMCAT_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";
    private static final Long BLOCKING_MILLIS = 2000L;

    private volatile @Nullable ContainerConnection connection;

    private final @Nullable Opening handed;

    /** Called by the container. */
    public GatewayEndpoint() {
        handed = null;
    }

    GatewayEndpoint(Opening handed) {
        this.handed = handed;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        Object opening = handed;
        if (opening == null) {
            opening = session.getUserProperties().get(OPENING);
        }
        if (opening == null) {
            opening = config.getUserProperties().get(OPENING);
        }
        if (!(opening instanceof Opening accepted)) {
            // A session without a handshake of ours: the configurator of the endpoint was replaced.
            SessionCloser.close(session, CloseReason.INTERNAL_ERROR);
            return;
        }
        ContainerConnection opened = accepted.open(session);
        connection = opened;
        if (opened == null) {
            return;
        }
        try {
            listen(session, opened);
        } catch (IllegalStateException e) { // closed while the listener took it over
            opened.closed(CloseCodes.CLOSED_ABNORMALLY.getCode());
        }
    }

    private static void listen(Session session, ContainerConnection opened) {
        session.setMaxIdleTimeout(0); // the gateway has its own timeouts
        session.getAsyncRemote().setSendTimeout(-1);
        // Tomcat answers pings on its threads, and would wait 20 seconds for each client that reads nothing.
        session.getUserProperties().put(TOMCAT_TIMEOUT, BLOCKING_MILLIS);
        session.addMessageHandler(String.class, (MessageHandler.Partial<String>) opened::piece);
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) opened::piece);
        session.addMessageHandler(PongMessage.class, pong -> opened.pong());
        if (!session.isOpen()) {
            opened.closed(CloseCodes.CLOSED_ABNORMALLY.getCode());
        }
    }

    @Override
    public void onClose(Session session, jakarta.websocket.CloseReason reason) {
        ContainerConnection open = connection;
        if (open != null) {
            open.closed(reason.getCloseCode().getCode());
        }
    }

    /** The close follows. */
    @Override
    public void onError(Session session, Throwable failure) {}
}
