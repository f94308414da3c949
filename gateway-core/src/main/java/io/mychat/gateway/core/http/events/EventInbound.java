package io.mychat.gateway.core.http.events;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes the messages of a client's requests into its session, one after the other. Where a WebSocket would not be read, a
 * request waits for its answer, at most for a time. Runs within {@link SerialCalls}, but for {@link #suspend}.
 */
final class EventInbound {

    private final EventSettings settings;
    private final Consumer<CloseReason> close;
    private final Queue<Post> posts = new ArrayDeque<>();
    private @Nullable ConnectionReceiver receiver;
    private volatile boolean suspended;
    private boolean ended;

    /** @param close closes the connection */
    EventInbound(EventSettings settings, Consumer<CloseReason> close) {
        this.settings = settings;
        this.close = close;
    }

    /** Stops passing on; the message that another thread is passing on may still arrive. */
    void suspend() {
        suspended = true;
    }

    void resume() {
        suspended = false;
    }

    void open(ConnectionReceiver to) {
        receiver = to;
        pump();
    }

    /**
     * Adds a request. The caller bounds how many wait.
     *
     * @param expire ends the request later
     */
    void add(Post post, Runnable expire) {
        if (ended) {
            post.end(Post.Ending.SESSION_ENDED);
            return;
        }
        posts.add(post);
        pump();
        if (!post.outcome.isDone()) {
            Duration patience = settings.limits().eventPostTimeout();
            post.deadline = settings.time().schedule(patience, expire);
        }
    }

    /** Ends a request that has waited too long. */
    void expire(Post post) {
        if (posts.remove(post)) {
            post.end(Post.Ending.NO_ROOM);
        }
    }

    /** Passes on what the session takes. */
    void pump() {
        ConnectionReceiver to = receiver;
        while (to != null && !suspended && !ended && !posts.isEmpty()) {
            Post post = posts.element();
            if (post.messages.size() == 0 && to.onFrame()) {
                to.onPing(); // an empty list is the ping of a client
            }
            if (post.isTaken()) {
                posts.remove();
                post.end(Post.Ending.TAKEN);
            } else if (!pass(post, to)) {
                return;
            }
        }
    }

    private boolean pass(Post post, ConnectionReceiver to) {
        int from = post.from();
        int length = post.length();
        ConnectionReceiver.Admission admission =
                length > settings.maxMessageBytes() ? ConnectionReceiver.Admission.TOO_BIG : to.onMessageBegins(length);
        switch (admission) {
            case READ -> {
                post.advance();
                to.onMessage(post.messages.body(), from, length);
            }
            case LEAVE -> {
                return false;
            }
            case TOO_BIG -> {
                close.accept(CloseReason.MESSAGE_TOO_BIG);
                end();
                return false;
            }
        }
        return true;
    }

    /** The session has ended, or takes nothing more. */
    void end() {
        ended = true;
        posts.forEach(post -> post.end(Post.Ending.SESSION_ENDED));
        posts.clear();
    }
}
