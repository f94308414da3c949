package io.mychat.gateway.core.router;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionContext;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import java.time.Instant;
import java.util.Optional;

/**
 * A {@link MessageContext} that delegates to another one. A subclass adds to it, for example, the deadline or the retries of
 * its route.
 */
abstract class ForwardingContext implements ConnectionContext {

    private final MessageContext context;

    ForwardingContext(MessageContext context) {
        this.context = context;
    }

    @Override
    public final ClientConnection connection() {
        return ConnectionContext.connectionOf(context);
    }

    @Override
    public final Tracer.Span span() {
        return context instanceof ConnectionContext known
                ? known.span()
                : Tracer.NONE.begin(Tracer.Operation.COMMAND, "", null);
    }

    @Override
    public final Tracer.Scope activate() {
        return ConnectionContext.activate(context);
    }

    @Override
    public final Optional<Session> session() {
        return context.session();
    }

    @Override
    public final Sessions sessions() {
        return context.sessions();
    }

    @Override
    public final Instant deadline() {
        return context.deadline();
    }

    @Override
    public void afterReply(Runnable action, Runnable ifTooLate) {
        context.afterReply(action, ifTooLate);
    }
}
