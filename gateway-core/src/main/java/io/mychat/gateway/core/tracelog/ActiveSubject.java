package io.mychat.gateway.core.tracelog;

import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.trace.TraceSubject;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A subject that is being recorded until a moment. Thread-safe. */
final class ActiveSubject {

    private final TraceRequest request;
    private final Instant until;
    private final long endNanos;
    /** Of a message they are learned from its first event. At most two. */
    private final Set<String> people = ConcurrentHashMap.newKeySet();

    /**
     * @param until the end, for people
     * @param endNanos the end in {@link io.mychat.gateway.spi.time.TimeSource#nanoTime}, whatever the clock does
     */
    ActiveSubject(TraceRequest request, Instant until, long endNanos) {
        this.request = request;
        this.until = until;
        this.endNanos = endNanos;
        people.addAll(request.people());
    }

    TraceSubject subject() {
        return request.subject();
    }

    Instant until() {
        return until;
    }

    boolean isOver(long nanoTime) {
        return nanoTime - endNanos >= 0;
    }

    /** Negative: this one ends first. */
    int compareEnd(ActiveSubject other) {
        return Long.signum(endNanos - other.endNanos);
    }

    boolean isUser(String userId) {
        return subject().kind() == TraceSubject.Kind.USER && subject().id().equals(userId);
    }

    boolean logsInAs(String username) {
        return subject().kind() == TraceSubject.Kind.USER
                && !username.isEmpty()
                && (subject().id().equals(username) || request.loginName().equals(username));
    }

    /** Whether the user has to do with the subject. */
    boolean concerns(String userId) {
        return people.contains(userId);
    }

    boolean concernsMessage(String messageId, Supplier<ChatId> chat, String fromUser, String toUser) {
        return switch (subject().kind()) {
            case USER -> subject().id().equals(fromUser) || subject().id().equals(toUser);
            case CHAT ->
                concerns(fromUser) && chat.get().toString().equals(subject().id());
            case MESSAGE -> subject().id().equals(messageId) && learn(fromUser, toUser);
        };
    }

    private boolean learn(String fromUser, String toUser) {
        people.add(fromUser);
        people.add(toUser);
        return true;
    }
}
