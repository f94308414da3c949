package io.mychat.gateway.core.inbox;

import io.mychat.gateway.core.codec.ReplyBuffers;
import io.mychat.gateway.core.codec.ServerMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.event.Tracer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/** The gateway as an {@link InboxFeed} needs it. Thread-safe. */
interface FeedPort {

    /** Reads entries after {@code afterSeq} from the store. May block, also while other feeds read. */
    InboxPage read(String userId, long afterSeq, int limit) throws InterruptedException;

    /**
     * An entry as a message to its receiver (2003).
     *
     * @param gap whether entries before it were lost
     */
    ServerMessage message(String userId, String epoch, InboxEntry entry, boolean gap);

    /** The notice that entries were lost (4006), with the bounds of the existing ones. */
    ServerMessage loss(String userId, InboxPage bounds);

    /** For messages that one session gets, on their way to its connection. */
    ReplyBuffers copies();

    /** Records deliveries that are traced. */
    DeliveryRecord record();

    /** Starts the span of the delivery of an entry. */
    Tracer.Span deliver(InboxEntry entry, String sessionId);

    /** The most bytes that wait for one client. */
    int maxOutboundBytes();

    /**
     * Runs a task that may block, on another thread.
     *
     * @throws RejectedExecutionException when there is no thread for it
     */
    void execute(Runnable task);

    /** Runs an action that does not block after a while. */
    void schedule(Duration delay, Runnable action);

    /**
     * Logs a failure, each message once a minute for all feeds.
     *
     * @param message a constant
     */
    void failed(String message, Throwable cause);
}
