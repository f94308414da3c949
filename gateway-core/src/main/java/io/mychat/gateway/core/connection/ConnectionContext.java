package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.MessageContext;

/** The context of a built-in handler: it knows the connection that its message came on. */
public interface ConnectionContext extends MessageContext {

    /** The connection of the message; it may have begun to close. */
    ClientConnection connection();

    /** The span of the command. */
    Tracer.Span span();

    /**
     * Makes the span of the command active, and puts the command's ids into the lines of the log, on this thread until
     * the scope is closed.
     */
    Tracer.Scope activate();

    /**
     * The connection of the message that a handler was called with.
     *
     * @throws IllegalStateException when the context does not come from this gateway's processor
     */
    static ClientConnection connectionOf(MessageContext context) {
        if (context instanceof ConnectionContext known) {
            return known.connection();
        }
        throw new IllegalStateException("this message came on no connection: " + context.getClass());
    }

    /** As {@link #activate()}, for code of a handler that runs on another thread. */
    static Tracer.Scope activate(MessageContext context) {
        return context instanceof ConnectionContext known ? known.activate() : () -> {};
    }
}
