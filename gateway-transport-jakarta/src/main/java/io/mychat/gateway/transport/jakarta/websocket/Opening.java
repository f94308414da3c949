package io.mychat.gateway.transport.jakarta.websocket;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.MessageType;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A handshake on its way to a session. An accepted one becomes a connection once, or is abandoned once, at the latest
 * when the container has opened no session in time. One that could not be refused closes its session. Thread-safe.
 */
final class Opening {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** What the handshake has come to. */
    private sealed interface Decision {

        record Accepted(Connections home, Handshake request, MessageType type) implements Decision {}

        record Refused(CloseReason reason) implements Decision {}
    }

    private final Decision decision;
    private final AtomicBoolean settled = new AtomicBoolean();
    private final TimeSource.@Nullable Timer timer;

    private Opening(Decision decision) {
        this.decision = decision;
        this.timer = decision instanceof Decision.Accepted accepted
                ? accepted.home().limits().time().schedule(TIMEOUT, this::abandon)
                : null;
    }

    static Opening accepted(Connections home, Handshake request, MessageType type) {
        home.handshakeAccepted();
        return new Opening(new Decision.Accepted(home, request, type));
    }

    static Opening refused(CloseReason reason) {
        return new Opening(new Decision.Refused(reason));
    }

    /** @return the connection on this session; null when the session is closed instead */
    @Nullable
    ContainerConnection open(Session session) {
        if (decision instanceof Decision.Refused refused) {
            SessionCloser.close(session, refused.reason());
            return null;
        }
        Decision.Accepted accepted = (Decision.Accepted) decision;
        Connections home = accepted.home();
        if (!settle() || home.isClosed()) {
            SessionCloser.close(session, CloseReason.GOING_AWAY);
            return null;
        }
        Handshake request = accepted.request();
        ContainerConnection connection = new ContainerConnection(home, session, request.peer(), accepted.type());
        ConnectionReceiver receiver;
        try {
            receiver = home.listener().onOpen(request, connection);
        } catch (RuntimeException | Error e) { // the connection is closed
            home.failed("The listener failed to take over a connection", e);
            connection.refuse(CloseReason.INTERNAL_ERROR); // the listener may have kept it
            tellAbandoned(accepted);
            return null;
        }
        connection.start(receiver);
        return connection;
    }

    /** The handshake became no session. */
    void abandon() {
        if (decision instanceof Decision.Accepted accepted && settle()) {
            tellAbandoned(accepted);
        }
    }

    private boolean settle() {
        if (!settled.compareAndSet(false, true)) {
            return false;
        }
        if (timer != null) {
            timer.cancel();
        }
        return true;
    }

    private static void tellAbandoned(Decision.Accepted accepted) {
        try {
            accepted.home().listener().onAbandoned(accepted.request());
        } catch (RuntimeException | Error e) { // the connection is closed anyway
            accepted.home().failed("The listener failed to abandon a handshake", e);
        }
    }
}
