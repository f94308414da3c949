package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.message.MessageContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The context of one try. The try's actions after the reply run only when it was the last try. This object's lock
 * guards the list of actions.
 */
final class AttemptContext extends ForwardingContext {

    private final List<Runnable> wishes = new ArrayList<>(0);
    private boolean kept;

    AttemptContext(MessageContext context) {
        super(context);
    }

    @Override
    public void afterReply(Runnable action, Runnable ifTooLate) {
        synchronized (this) {
            if (!kept) {
                wishes.add(() -> super.afterReply(action, ifTooLate));
                return;
            }
        }
        super.afterReply(action, ifTooLate);
    }

    /** This try was the last one: its actions are passed on. */
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
