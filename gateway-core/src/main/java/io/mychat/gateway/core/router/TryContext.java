package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The context of one try: what it wants done after the reply counts only when it was the last try. This object's lock
 * guards the list.
 */
final class TryContext implements MessageContext {

    private final MessageContext context;
    private final List<Runnable> wishes = new ArrayList<>(0);
    private boolean kept;

    TryContext(MessageContext context) {
        this.context = context;
    }

    @Override
    public Optional<Session> session() {
        return context.session();
    }

    @Override
    public Sessions sessions() {
        return context.sessions();
    }

    @Override
    public Instant deadline() {
        return context.deadline();
    }

    @Override
    public void afterReply(Runnable action, Runnable ifTooLate) {
        synchronized (this) {
            if (!kept) {
                wishes.add(() -> context.afterReply(action, ifTooLate));
                return;
            }
        }
        context.afterReply(action, ifTooLate);
    }

    /** This try was the last one. */
    void keep() {
        List<Runnable> now;
        synchronized (this) {
            kept = true;
            now = List.copyOf(wishes);
            wishes.clear();
        }
        now.forEach(Runnable::run);
    }
}
